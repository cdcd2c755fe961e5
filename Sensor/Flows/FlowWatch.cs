namespace Tegument.Sensor.Flows;

/// <summary>Whose payload of a conversation a detector wants to see. None for almost all: an ordinary packet costs one test.</summary>
[Flags]
public enum FlowWatch : byte
{
    None = 0,
    Initiator = 1,
    Responder = 2,
    Both = Initiator | Responder,

    /// <summary>The head of its last request is not finished yet; the rest of it is watched for its end.</summary>
    OpenHead = 4,

    /// <summary>The body of its last request is not finished yet.</summary>
    OpenBody = 8,
    OpenRequest = OpenHead | OpenBody,
}
