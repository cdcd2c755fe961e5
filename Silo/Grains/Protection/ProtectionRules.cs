using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Protection;

/// <summary>
/// The silo's protection rules, fed by the allow list, by its own machine, by what each host reports of itself and by who is signed in. Readers
/// take one volatile read; writers rebuild the table. Bounded by the fleet's bound on hosts and <see cref="MaxPerHost"/> addresses of each kind
/// per host.
/// </summary>
public sealed class ProtectionRules : IProtectionRules
{
    /// <summary>What one host may protect of each kind; the rest is ignored and counted.</summary>
    public const int MaxPerHost = 1024;

    /// <summary>A wider IPv6 "network of ours" would turn half the internet into neighbours.</summary>
    private const int ShortestOnLinkIPv6 = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostProtection> _hosts = [];
    private readonly ProtectionOptions _options;
    private (IpPrefix Prefix, string Rule)[] _allow;
    private IpKey[] _silo = [];
    private IpKey[] _signedIn = [];
    private volatile ProtectionTable _table;
    private long _ignored;

    public ProtectionRules(ProtectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _allow = Array.ConvertAll(options.Allow, allowed => (allowed, $"allow list {allowed}"));
        _table = Build();
    }

    /// <summary>Entries of hosts' reports that were beyond the bound.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>The silo's and the hosts' own addresses, gateways and resolvers, sorted, each once.</summary>
    public IpKey[] Addresses => _table.Addresses;

    /// <summary><see cref="Addresses"/> may be others. On the thread that found out; handlers return at once.</summary>
    public event Action? AddressesChanged;

    public string? Protects(IpPrefix prefix, bool bruteForce = false) => _table.Protects(prefix, bruteForce);

    public bool IsOnLink(IpKey address) => !address.IsIPv4 && _table.IsOnLink(address);

    /// <summary>Replaces the networks that the user names: after DNS names were resolved again, or the policy changed.</summary>
    public void Allow(IReadOnlyList<ProtectedNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        lock (_lock)
        {
            _allow = [.. networks.Select(network => (network.Prefix, network.ToString()))];
            _table = Build();
        }
    }

    /// <summary>The rules as they would be with other networks named by the user; what hosts report is as of now. Immutable.</summary>
    public IProtectionRules With(IReadOnlyList<ProtectedNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        lock (_lock) return new Frozen(Build([.. networks.Select(network => (network.Prefix, network.ToString()))]));
    }

    /// <summary>Replaces what a host protects. <see cref="HostProtection.None"/> forgets the host.</summary>
    public void Report(string host, HostProtection protection)
    {
        ArgumentNullException.ThrowIfNull(protection);
        HostProtection? known;
        lock (_lock)
        {
            if (_hosts.TryGetValue(host, out known) && Same(known, protection)) return;
            if (Same(protection, HostProtection.None)) _hosts.Remove(host);
            else _hosts[host] = protection;
            _table = Build();
        }

        // Sessions come and go by the minute, and protect nobody whose login failed.
        if (known is null || !SameAddresses(known, protection)) AddressesChanged?.Invoke();
    }

    /// <summary>
    /// Replaces the addresses of the machine that the silo runs on: hosts that banned it would be without their silo. Not among
    /// <see cref="Friends"/>, since hosts call the silo and never the reverse.
    /// </summary>
    public void ReportSilo(IpKey[] own)
    {
        ArgumentNullException.ThrowIfNull(own);
        lock (_lock)
        {
            if (_silo.AsSpan().SequenceEqual(own)) return;
            _silo = own;
            _table = Build();
        }

        AddressesChanged?.Invoke();
    }

    /// <summary>Replaces the addresses from which administrators and operators are signed in to the console.</summary>
    public void SignedIn(IReadOnlyList<IpKey> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        lock (_lock)
        {
            _signedIn = [.. addresses];
            _table = Build();
        }
    }

    /// <summary>
    /// Who may still connect during a lockdown: the allow list, these peers, administrators' sessions, the hosts' own addresses; in this
    /// order, at most <see cref="LockdownOrder.MaxSources"/>.
    /// </summary>
    public IpPrefix[] Friends(IEnumerable<IpPrefix> peers)
    {
        lock (_lock)
        {
            return
            [
                .. _allow.Where(allowed => allowed.Rule.StartsWith(ProtectedNetwork.AllowList, StringComparison.Ordinal)).Select(allowed => allowed.Prefix).Concat(peers)
                    .Concat(_hosts.Values.SelectMany(host => host.Sessions).Concat(_signedIn).Select(IpPrefix.Of))
                    .Concat(_hosts.Values.SelectMany(host => host.Own).Where(own => !own.IsLoopback).Select(IpPrefix.Of))
                    .Distinct()
                    .Take(LockdownOrder.MaxSources),
            ];
        }
    }

    private ProtectionTable Build() => Build(_allow);

    private ProtectionTable Build((IpPrefix Prefix, string Rule)[] allow)
    {
        var prefixes = new List<(IpPrefix, string)>();
        foreach (var home in _options.Home) prefixes.Add((home, $"home {home}"));
        prefixes.AddRange(allow);
        var addresses = new List<(IpKey, string)>();
        var sessions = new List<IpKey>();
        var onLink = new List<IpPrefix>();
        foreach (var address in Bounded(_silo)) addresses.Add((address, "own address"));
        foreach (var host in _hosts.Values)
        {
            foreach (var address in Bounded(host.Own)) addresses.Add((address, "own address"));
            foreach (var address in Bounded(host.Gateways)) addresses.Add((address, "gateway"));
            foreach (var address in Bounded(host.Resolvers)) addresses.Add((address, "resolver"));
            foreach (var address in Bounded(host.Sessions)) sessions.Add(address);
            foreach (var network in Bounded(host.OnLink))
            {
                if (!network.IsIPv4 && network.Length >= ShortestOnLinkIPv6) onLink.Add(network);
            }
        }

        foreach (var address in Bounded(_signedIn)) sessions.Add(address);
        return new ProtectionTable(prefixes, addresses, sessions, onLink);
    }

    private ReadOnlySpan<T> Bounded<T>(T[] all)
    {
        if (all.Length <= MaxPerHost) return all;
        Interlocked.Add(ref _ignored, all.Length - MaxPerHost);
        return all.AsSpan(0, MaxPerHost);
    }

    private sealed class Frozen(ProtectionTable table) : IProtectionRules
    {
        public string? Protects(IpPrefix prefix, bool bruteForce = false) => table.Protects(prefix, bruteForce);

        public bool IsOnLink(IpKey address) => !address.IsIPv4 && table.IsOnLink(address);
    }

    private static bool Same(HostProtection a, HostProtection b) =>
        SameAddresses(a, b) && a.Sessions.AsSpan().SequenceEqual(b.Sessions) && a.OnLink.AsSpan().SequenceEqual(b.OnLink);

    private static bool SameAddresses(HostProtection a, HostProtection b) =>
        a.Own.AsSpan().SequenceEqual(b.Own) && a.Gateways.AsSpan().SequenceEqual(b.Gateways) && a.Resolvers.AsSpan().SequenceEqual(b.Resolvers);
}
