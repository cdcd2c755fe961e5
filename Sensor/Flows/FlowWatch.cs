namespace Tegument.Sensor.Flows;

/// <summary>Whose payload of a conversation a detector wants to see. None for almost all: an ordinary packet costs one test.</summary>
[Flags]
public enum FlowWatch : byte
{
    None = 0,
    Initiator = 1,
    Responder = 2,
    Both = Initiator | Responder,
}
