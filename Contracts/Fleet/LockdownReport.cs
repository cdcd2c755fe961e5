using Orleans;

namespace Tegument.Contracts.Fleet;

/// <summary>A host's lockdown as its last read-back of the kernel found it. On a host that only observes: what it would do.</summary>
/// <param name="Order">The order that it stands at, the last one that ran out included; null before the first.</param>
/// <param name="Lists">The number of the sources and ports that are in force.</param>
/// <param name="SecondsLeft">Until it opens by itself; null when off, or without an end.</param>
/// <param name="Fault">Why the kernel does not hold what it should; null when it does.</param>
[GenerateSerializer, Immutable, Alias("tegument.LockdownReport")]
public sealed record LockdownReport(
    [property: Id(0)] LockdownPhase Phase,
    [property: Id(1)] string? Order = null,
    [property: Id(2)] long Lists = 0,
    [property: Id(3)] double? SecondsLeft = null,
    [property: Id(4)] string? Fault = null)
{
    public static readonly LockdownReport Off = new(LockdownPhase.Off);
}
