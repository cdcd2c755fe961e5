namespace Tegument.Sensor.Enforce.Store;

/// <summary>What a store held at start.</summary>
/// <param name="Changes">In the order to apply them.</param>
/// <param name="Note">One line for people when something was amiss; null otherwise.</param>
public sealed record StoreContent(IReadOnlyList<LedgerChange> Changes, string? Note)
{
    public static readonly StoreContent Empty = new([], null);
}
