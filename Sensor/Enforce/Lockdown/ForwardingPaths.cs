using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>
/// Which way forwarded packets go, so that a lockdown tells what comes in from what goes out. Read from the machine; immutable.
/// </summary>
/// <param name="Uplinks">Interfaces with a default route: what leaves by one of them goes out.</param>
/// <param name="Inside">Bridges without one: what enters by one of them comes from this host's own containers and machines.</param>
public sealed record ForwardingPaths(IReadOnlyList<string> Uplinks, IReadOnlyList<string> Inside)
{
    public static readonly ForwardingPaths None = new([], []);

    /// <summary>The most names of each kind; more are left out, which closes rather than opens.</summary>
    public const int MaxNames = 64;

    /// <summary>What can be read now, in the calling thread's network namespace.</summary>
    /// <param name="root">Where the machine's files are: "/" but for tests.</param>
    public static ForwardingPaths Read(string root = "/")
    {
        var network = Path.Combine(root, "proc/thread-self/net");
        string[] uplinks = Names(RoutingTables.DefaultInterfaces(ProcFile.Lines(Path.Combine(network, "route")), ProcFile.Lines(Path.Combine(network, "ipv6_route"))));
        return new ForwardingPaths(uplinks, Names(Bridges(Path.Combine(root, "sys/class/net")).Except(uplinks)));
    }

    public bool Same(ForwardingPaths other) => Uplinks.SequenceEqual(other.Uplinks) && Inside.SequenceEqual(other.Inside);

    private static IEnumerable<string> Bridges(string devices)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(devices).Where(d => Directory.Exists(Path.Combine(d, "bridge"))).Select(d => Path.GetFileName(d))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A name goes into nft's language, where a star is a wildcard: whatever is not plain is left out.</summary>
    private static string[] Names(IEnumerable<string> names) =>
        [.. names.Where(IsPlain).Distinct().Order(StringComparer.Ordinal).Take(MaxNames)];

    private static bool IsPlain(string name) =>
        name.Length is > 0 and < 16 && name != "lo" && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or ':');
}
