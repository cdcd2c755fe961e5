namespace Tegument.Contracts.Live;

/// <summary>A host came, went, or changed what it does.</summary>
/// <param name="Changes">What changed: "added", "online", "offline", "enforcing", "observing", "stale", "fresh", "version", "removed".</param>
/// <param name="Stale">Why its kernel may not hold what it should; null when it does.</param>
public sealed record HostEvent(string Host, string[] Changes, bool Online, bool Enforcing, string? Stale, string Version, DateTimeOffset LastSeen);
