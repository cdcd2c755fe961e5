using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Link;
using Tegument.Silo.Host.Policy;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>The links that stand, by host. At most <see cref="GatewayLimits.MaxLinksPerHost"/> each. Safe on any thread.</summary>
public sealed class LinkRegistry
{
    private readonly LinkCounters _counters;
    private readonly SetAside _aside;
    private readonly AllowList _allowed;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<HostLink>> _hosts = new(StringComparer.Ordinal);
    private volatile HostLink[] _executors = [];
    private int _open;

    public LinkRegistry(LinkCounters counters, SetAside aside, AllowList allowed)
    {
        (_counters, _aside, _allowed) = (counters, aside, allowed);
        allowed.Changed += TellAllowed;
    }

    /// <summary>What no host bans.</summary>
    internal IpPrefix[] Allowed => [.. _allowed.Current.Select(network => network.Prefix).Distinct()];

    public LinkTotals Totals() =>
        new(Volatile.Read(ref _open), _counters.Batches, _counters.Refused, _counters.Hints, _counters.Dropped, _counters.Failures, _aside.Count, _counters.Skewed, _counters.StaleItems);

    /// <summary>Sends a command to the host's executors; answers how many it went to.</summary>
    public int Command(string host, string command, string actor, string reason) =>
        Where(link => link.Host == host && link.IsExecutor).Count(link => link.Post(new CommandFrame(command, actor, reason)));

    /// <summary>Where the links come from; loopback apart.</summary>
    public IEnumerable<IpPrefix> Peers() =>
        [.. Where(_ => true).Select(link => IpKey.TryParse(link.From, out var peer) ? peer : (IpKey?)null).Where(peer => peer is { IsLoopback: false }).Select(peer => IpPrefix.Of(peer!.Value))];

    public void DropToken(string id)
    {
        foreach (var link in Where(link => link.TokenId == id)) link.Drop(LinkDrop.Revoked);
    }

    internal void Add(HostLink link)
    {
        HostLink? oldest = null;
        lock (_lock)
        {
            if (!_hosts.TryGetValue(link.Host, out var links)) _hosts[link.Host] = links = [];
            if (links.Count >= GatewayLimits.MaxLinksPerHost) oldest = links[0];
            links.Add(link);
            Changed();
        }

        oldest?.Drop(LinkDrop.Replaced);
    }

    internal void Remove(HostLink link)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(link.Host, out var links) || !links.Remove(link)) return;
            if (links.Count == 0) _hosts.Remove(link.Host);
            Changed();
        }
    }

    /// <summary>Never waits: each link keeps the newest hint only.</summary>
    internal void Hint(LedgerPosition position)
    {
        var encoded = LinkSocket.Encode(new HintFrame(position));
        foreach (var link in _executors) link.Hint(encoded);
    }

    /// <summary>Sends one frame to every executor.</summary>
    internal void Tell(LinkFrame frame)
    {
        foreach (var link in _executors) link.Post(frame);
    }

    private void TellAllowed()
    {
        var frame = new AllowedFrame(Allowed);
        foreach (var link in _executors) link.Post(frame);
    }

    private void Changed()
    {
        _executors = [.. _hosts.Values.SelectMany(links => links).Where(link => link.IsExecutor)];
        _open = _hosts.Values.Sum(links => links.Count);
    }

    private HostLink[] Where(Func<HostLink, bool> wanted)
    {
        lock (_lock) return [.. _hosts.Values.SelectMany(links => links).Where(wanted)];
    }
}
