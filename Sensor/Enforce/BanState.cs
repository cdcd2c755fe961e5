namespace Tegument.Sensor.Enforce;

/// <summary>What the executor does about a ban that the ledger wants.</summary>
public enum BanState : byte
{
    /// <summary>It belongs in the kernel.</summary>
    Wanted,

    /// <summary>Refused here: it covers something this host must never ban.</summary>
    Protected,

    /// <summary>Its set is full and holds longer bans.</summary>
    Crowded,
}
