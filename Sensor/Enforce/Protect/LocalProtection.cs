using System.Net.NetworkInformation;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>
/// Knows what this host must never ban, read from the machine every few seconds: its own addresses, default gateways, resolvers and
/// authenticated administrator sessions. A part that cannot be read keeps its last value. Safe on any thread.
/// </summary>
public sealed class LocalProtection : IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly string _proc;
    private readonly string[] _resolverFiles;
    private readonly Lock _refreshing = new();
    private Timer? _timer;
    private volatile ProtectionCheck _current = new(Protection.None);

    /// <param name="root">Where the machine's files are: "/" but for tests.</param>
    public LocalProtection(string root = "/")
    {
        _proc = Path.Combine(root, "proc");

        // The second file holds the real name servers where the first only names a local stub.
        _resolverFiles = [Path.Combine(root, "etc/resolv.conf"), Path.Combine(root, "run/systemd/resolve/resolv.conf")];
        Refresh();
    }

    /// <summary>As of the last refresh. The same object as long as nothing changed.</summary>
    public ProtectionCheck Current => _current;

    /// <summary>What is protected became another. Fires on the refreshing thread.</summary>
    public event Action? Changed;

    /// <summary>Refreshes every <see cref="Period"/> from here on.</summary>
    public void Start() => _timer ??= new Timer(_ => Refresh(), null, Period, Period);

    /// <summary>Reads the machine now.</summary>
    public void Refresh()
    {
        lock (_refreshing)
        {
            var next = Read(_current.Protection);
            if (Same(next, _current.Protection)) return;
            _current = new ProtectionCheck(next);
        }

        Changed?.Invoke();
    }

    public void Dispose() => _timer?.Dispose();

    private Protection Read(Protection last)
    {
        var (own, onLink) = ReadOwn(last);
        var network = Path.Combine(_proc, "thread-self/net");
        IEnumerable<IpKey> gateways =
        [
            .. RoutingTables.GatewaysOfRoute(ProcFile.Lines(Path.Combine(network, "route"))),
            .. RoutingTables.GatewaysOfIpv6Route(ProcFile.Lines(Path.Combine(network, "ipv6_route"))),
        ];
        var resolvers = _resolverFiles.SelectMany(f => ResolverFiles.NameServers(ProcFile.Lines(f)));
        return new Protection(own, Sorted(gateways), Sorted(resolvers), ReadSessions(last), onLink);
    }

    private static (IpKey[] Own, IpPrefix[] OnLink) ReadOwn(Protection last)
    {
        try
        {
            var (own, onLink) = OwnAddresses.Read();
            return (Sorted(own), [.. onLink.Order()]);
        }
        catch (NetworkInformationException)
        {
            return (last.Own, last.OnLink);
        }
    }

    private IpKey[] ReadSessions(Protection last)
    {
        try
        {
            return Sorted(new AdministratorSessions(_proc).Find());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return last.Sessions;
        }
    }

    private static IpKey[] Sorted(IEnumerable<IpKey> addresses) => [.. addresses.Distinct().Order()];

    private static bool Same(Protection one, Protection other) =>
        one.Own.AsSpan().SequenceEqual(other.Own) && one.Gateways.AsSpan().SequenceEqual(other.Gateways) &&
        one.Resolvers.AsSpan().SequenceEqual(other.Resolvers) && one.Sessions.AsSpan().SequenceEqual(other.Sessions) &&
        one.OnLink.AsSpan().SequenceEqual(other.OnLink);
}
