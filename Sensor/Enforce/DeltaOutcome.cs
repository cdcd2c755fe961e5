namespace Tegument.Sensor.Enforce;

/// <summary>What became of a ledger change.</summary>
public enum DeltaOutcome
{
    Applied,

    /// <summary>Older than what is held; nothing changed.</summary>
    Outdated,

    /// <summary>Of an unknown ledger: nothing changed, a snapshot must follow.</summary>
    SnapshotNeeded,
}
