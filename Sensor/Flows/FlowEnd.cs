namespace Tegument.Sensor.Flows;

/// <summary>Who closed a conversation, and how; both FINs or one RST end it.</summary>
[Flags]
public enum FlowEnd : byte
{
    Open = 0,
    InitiatorFin = 1,
    ResponderFin = 2,
    BothFins = InitiatorFin | ResponderFin,
    InitiatorReset = 4,
    ResponderReset = 8,

    /// <summary>The FIN that came first was the responder's.</summary>
    ResponderFirst = 16,
}
