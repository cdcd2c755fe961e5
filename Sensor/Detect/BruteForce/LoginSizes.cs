namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>What an observer sees of a dialogue under encryption: how long each side's messages are. Bytes, saturating at 65,535.</summary>
public struct LoginSizes
{
    /// <summary>Bytes left of the plain packet that is being stepped over (while its header is read: its length so far).</summary>
    public uint Skip;

    /// <summary>Bytes of that packet's header that were read.</summary>
    public byte HeaderRead;

    /// <summary>Its message number.</summary>
    public byte Message;

    /// <summary>The server's answer to the request for the login service: the yardstick for all that follows.</summary>
    public ushort Accept;

    /// <summary>The server's refusal.</summary>
    public ushort Refusal;

    /// <summary>What the client sent since the server last spoke.</summary>
    public ushort Request;

    /// <summary>What the server sent since the client last spoke, and the last segment of it.</summary>
    public ushort Answer;
    public ushort LastAnswer;

    /// <summary>The first request, refused like all that follow.</summary>
    public ushort None;

    /// <summary>Refused tries that look like passwords.</summary>
    public byte Passwords;

    /// <summary>The request came after a pause.</summary>
    public bool Typed;

    /// <summary>The last refusal was not counted.</summary>
    public bool Excused;

    /// <summary>Answers that are no refusals, together.</summary>
    public ushort Other;
}
