using Tegument.Silo.Policy;

namespace Tegument.Silo.Host.Policy;

/// <summary>A policy with the text it was read from. Immutable.</summary>
/// <param name="By">Who had it loaded, in words for people.</param>
public sealed record LoadedPolicy(FleetPolicy Policy, string Text, DateTimeOffset At, string By)
{
    /// <summary>The same text has the same version, on every silo.</summary>
    public string Version { get; } = PolicyFile.VersionOf(Text);
}
