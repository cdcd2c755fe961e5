namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>What an observer sees of a login under TLS.</summary>
public struct TlsTalk
{
    public TlsSide Client;
    public TlsSide Server;

    /// <summary>The end of the client's handshake is an application data record too (TLS 1.3).</summary>
    public bool IsVersion13;

    /// <summary>The client has asked and was not answered yet, since then.</summary>
    public bool Asked;
    public long AskedAt;

    /// <summary>The server's bytes before the client's first request.</summary>
    public ushort Before;

    public byte Answers;

    /// <summary>Short answers that were held back: how many of the longest kind, its bytes, and the answers since the last of them.</summary>
    public byte HeldBack;
    public ushort HeldBackSize;
    public byte AnswersSince;
}
