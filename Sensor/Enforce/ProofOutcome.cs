namespace Tegument.Sensor.Enforce;

/// <summary>How a proof went.</summary>
public enum ProofOutcome
{
    /// <summary>The kernel holds what it should.</summary>
    Clean,

    /// <summary>Something had to be put right.</summary>
    Repaired,

    /// <summary>Bans came in and went first; the proof is still owed.</summary>
    Interrupted,

    /// <summary>The kernel could not be read.</summary>
    Failed,
}
