using System.Net.Sockets;
using Tegument.Contracts.Addresses;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Policy;

/// <summary>
/// The networks that the policy names, with its DNS names resolved: tells the protection rules, and whoever listens. Names are looked up
/// again on the policy's period; one that finds no answer keeps its last. Safe on any thread.
/// </summary>
public sealed partial class AllowList(
    PolicyBoard board, PolicyStart start, ProtectionRules rules, INameResolver resolver, TimeProvider time, ILogger<AllowList> log) : BackgroundService
{
    /// <summary>Addresses of one name; more are left out.</summary>
    public const int MaxAddressesPerName = 64;

    private const int Lookups = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Until a name has its first answer.</summary>
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IpKey[]> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _silent = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _wake = new(0);
    private volatile ProtectedNetwork[] _current = [];

    /// <summary>Allowed and protected networks together.</summary>
    public IReadOnlyList<ProtectedNetwork> Current => _current;

    /// <summary>The allowed ones alone, each once.</summary>
    public IpPrefix[] Allowed => [.. _current.Where(network => network.Rule == ProtectedNetwork.AllowList).Select(network => network.Prefix).Distinct()];

    /// <summary>Names that have no answer yet.</summary>
    public int Unresolved
    {
        get { lock (_lock) return board.Current.Networks.AllowedNames().Count(name => !_answers.ContainsKey(name)); }
    }

    /// <summary>The networks became others. On the thread that found out; handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>They did because a name has other addresses now.</summary>
    public event Action? Renamed;

    /// <summary>Takes the policy's networks over with what is known of its names, and has unknown names looked up.</summary>
    public void TakePolicy()
    {
        Publish();
        _wake.Release();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Publish();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks every name up once.</summary>
    internal async Task Resolve(CancellationToken cancel)
    {
        var names = board.Current.Networks.AllowedNames().Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = Lookups, CancellationToken = cancel }, LookUp);
        lock (_lock)
        {
            foreach (var gone in _answers.Keys.Except(names, StringComparer.OrdinalIgnoreCase).ToArray()) _answers.Remove(gone);
            _silent.IntersectWith(names);
        }

        if (Publish()) Renamed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Resolve(stoppingToken);
                var period = board.Current.Networks.ResolveEvery;
                await _wake.WaitAsync(Unresolved > 0 && Impatience < period ? Impatience : period, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    private async ValueTask LookUp(string name, CancellationToken cancel)
    {
        try
        {
            var found = await resolver.Resolve(name, cancel).WaitAsync(Patience, time, cancel);
            IpKey[] addresses = [.. found.Select(IpKey.From).Distinct().Order().Take(MaxAddressesPerName)];
            if (addresses.Length == 0) throw new SocketException((int)SocketError.NoData);
            lock (_lock)
            {
                _answers[name] = addresses;
                if (_silent.Remove(name)) LogBack(name);
            }
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            // Once per silence: a name that is away for a night must not fill the log.
            lock (_lock)
            {
                if (_silent.Add(name)) LogSilent(name, e.Message, _answers.ContainsKey(name) ? "its last answer holds" : "nothing is allowed by it yet");
            }
        }
    }

    /// <summary>The networks of a policy, with what is known of its names.</summary>
    public List<ProtectedNetwork> Of(NetworksPolicy networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        var file = Path.GetFileName(start.File.Path);
        lock (_lock)
        {
            var next = new List<ProtectedNetwork>();
            foreach (var prefix in networks.AllowedPrefixes()) next.Add(new(prefix, ProtectedNetwork.AllowList, file));
            foreach (var name in networks.AllowedNames())
            {
                foreach (var address in _answers.GetValueOrDefault(name, [])) next.Add(new(IpPrefix.Of(address), ProtectedNetwork.AllowList, $"{name} in {file}"));
            }

            foreach (var prefix in networks.Protected) next.Add(new(prefix, ProtectedNetwork.OurNetwork, file));
            return next;
        }
    }

    private bool Publish()
    {
        lock (_lock)
        {
            var next = Of(board.Current.Networks);
            if (_current.SequenceEqual(next)) return false;
            _current = [.. next];
            rules.Allow(_current);
        }

        Changed?.Invoke();
        return true;
    }

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "The name {Name} of the allow list finds no answer ({Reason}): {Effect}")]
    private partial void LogSilent(string name, string reason, string effect);

    [LoggerMessage(EventId = 702, Level = LogLevel.Information, Message = "The name {Name} of the allow list finds answers again")]
    private partial void LogBack(string name);
}
