namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// What is remembered of one conversation with a login service until its outcome is known. A slot of <see cref="LoginTalks"/>; holds facts
/// and keyed hashes, never a password or a buffer.
/// </summary>
public struct LoginTalk
{
    public LoginService Service;

    /// <summary>Where the dialogue stands; each dialogue has its own meanings.</summary>
    public byte Phase;

    /// <summary>Nothing more is to be learnt: the slot can go.</summary>
    public bool Done;

    /// <summary>The conversation went over to TLS: its sizes and pauses alone can be seen.</summary>
    public bool Encrypted;

    /// <summary>The client's last segment ended within a line.</summary>
    public bool CutLine;

    /// <summary>Refused tries that were not counted yet.</summary>
    public int Refused;

    /// <summary>Keyed hash of the name and password tried last, 0 when they cannot be read.</summary>
    public ulong Credentials;

    /// <summary>The next sequence number of each side whose bytes were not looked at yet.</summary>
    public uint NextOfInitiator;
    public uint NextOfResponder;
    public bool InitiatorSpoke;
    public bool ResponderSpoke;

    /// <summary>The client's bytes tell nothing more; the server's still may.</summary>
    public bool ClientIgnored;

    /// <summary>Sizes and pauses of the records under TLS.</summary>
    public TlsTalk Tls;

    /// <summary>Sizes and counters of SSH's packets.</summary>
    public LoginSizes Sizes;

    /// <summary>Nanoseconds of the sensor's clock when either side last spoke.</summary>
    public long Last;

    internal ushort Generation;
    internal bool InUse;
    internal int FreeNext;
}
