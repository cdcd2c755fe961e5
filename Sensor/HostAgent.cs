using Microsoft.Extensions.Logging;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Commands;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.AgentApi;
using Tegument.Sensor.Enforce.Nftables;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Sensor.Enforce.Store;
using Tegument.Sensor.Eve;
using Tegument.Sensor.Report;

namespace Tegument.Sensor;

/// <summary>
/// The host agent's composition: the sense role (capture to report), the enforce role (executor and its proof), the link to the silo, and
/// the local agent API. Stopping leaves the kernel's bans in place.
/// </summary>
public sealed class HostAgent : IAsyncDisposable
{
    /// <summary>What the first try to reach the silo may take before the agent says that it is ready.</summary>
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(10);

    private readonly AgentOptions _options;
    private readonly ILoggerFactory _logs;
    private readonly LocalProtection _protection;
    private readonly AllowedNetworks _allowed;
    private readonly string _start = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
    private readonly string[] _interfaces;
    private LiveCapture[] _captures = [];
    private SensePipeline? _sense;
    private EvidenceOutbox? _outbox;
    private EveFeed[] _eve = [];
    private Executor? _executor;

    public HostAgent(AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logs = AgentLogging.Create();
        _interfaces = options.Sense ? InterfaceNames.Resolve(options.Interfaces) : [];
        _protection = new LocalProtection();
        _protection.Start();
        _allowed = new AllowedNetworks(options.Data.Path);
    }

    /// <summary>Runs until told to stop.</summary>
    /// <exception cref="CaptureUnavailableException">An interface cannot be read; the message says why.</exception>
    public async Task Run(CancellationToken stop)
    {
        if (_options.Enforce) StartExecutor();
        if (_options.Sense) StartSense();
        _eve = [.. _options.Eve.Select(OpenEve)];
        string[] roles = [.. _options.Sense || _eve.Length > 0 ? ["sensor"] : Array.Empty<string>(), .. _options.Enforce ? ["executor"] : Array.Empty<string>()];
        var link = new SiloLink(
            _options.Silo, new HelloFrame(_options.Name, AgentVersion.Text, roles), Outboxes, _executor is null ? null : new LinkExecutor(_executor, _allowed, _logs.CreateLogger<LinkExecutor>()), Report, _logs.CreateLogger<SiloLink>());
        _wake = link.Wake;
        if (_executor is not null)
        {
            _executor.PullWanted += link.WantPull;
            _executor.Published += status => Published(status, link);
            _protection.Changed += link.WantHeartbeat;
        }

        await using var api = _executor is null || _options.AgentPort == 0 ? null : StartApi(_executor);
        if (api is not null && !await api.Start(stop)) Say($"the local agent API is {api.State}; protection goes on without it");
        _sense?.Start();
        foreach (var eve in _eve) eve.Start();
        var talking = link.Run(stop);
        // Ready is who the silo knows, so that nobody bans this host's own addresses; a silo that is away holds nobody up.
        await Task.WhenAny(link.Tried, talking, Task.Delay(FirstTry, CancellationToken.None));
        Console.Out.WriteLine($"agent ready: {string.Join(", ", _interfaces)}{(_options.Enforcing ? " enforcing" : " observe-only")}{(_options is { Sense: true, Filter: { } filter } ? $", seeing only '{filter.Expression}'" : "")}");
        await talking;
        foreach (var capture in _captures) capture.Stop();
        _sense?.Join(TimeSpan.FromSeconds(5));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var capture in _captures) capture.Dispose();
        foreach (var eve in _eve) eve.Dispose();
        _executor?.Dispose();
        if (_executor is { Status: { Enforcing: true, Enforced: > 0 and var held } }) Console.Out.WriteLine($"{Output.Count(held, "ban")} left in the kernel, each to its end");
        _protection.Dispose();
        _logs.Dispose();
        return ValueTask.CompletedTask;
    }

    private volatile Action? _wake;

    private void StartExecutor()
    {
        var clock = new EnforcementClock(BootTimeProvider.Instance);
        if (_options is { Enforcing: true, Again: false }) Say(new ObserveOnlyMarker(_options.Data.Path).Remove());
        var protection = new HostProtection(_protection, _allowed);
        _executor = new Executor(
            new ExecutorOptions { DataDirectory = _options.Data.Path, ObserveOnly = !_options.Enforcing },
            () => NftablesBackend.Open(NftablesOptions.Default, clock), () => protection.Current, BootIdentity.Read(), clock, _logs.CreateLogger<Executor>());
        _executor.Start();
    }

    private EvidenceOutbox[] Outboxes => [.. _outbox is null ? [] : new[] { _outbox }, .. _eve.Select(eve => eve.Outbox)];

    private EveFeed OpenEve(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return new EveFeed(
                full, EveCheckpoint.PathIn(_options.Data.Path, full), _options.Name, address => _protection.Current.Protection.Own.Contains(address),
                () => _wake?.Invoke(), TimeProvider.System, _logs.CreateLogger<EveFeed>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--eve {path}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private void StartSense()
    {
        _outbox = new EvidenceOutbox(_options.Name, _start);
        _captures = LiveCapture.OpenShared(new LiveCaptureOptions { Interfaces = _interfaces, Filter = _options.Filter }, _options.Threads);
        var seed = BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        var sense = _sense = new SensePipeline(_captures, SensorLimits.Default, seed, _outbox, () => _wake?.Invoke(), TimeProvider.System, _logs.CreateLogger<SensePipeline>());
        TellOwnAddresses(sense);
        _protection.Changed += () => TellOwnAddresses(sense);
    }

    // A tunnel is entered only where it ends at this host.
    private void TellOwnAddresses(SensePipeline sense) => sense.TellOwnAddresses(_protection.Current.Protection.Own.ToHashSet());

    private AgentApiServer StartApi(Executor executor) => new(
        new AgentApiOptions { Port = _options.AgentPort, Open = _options.AgentOpen, DataDirectory = _options.Data.Path },
        new SiloAgentLedger(_options.Silo), executor, TimeProvider.System);

    // The fleet's "enforced of decided" is worth a heartbeat of its own when it changed.
    private void Published(ExecutorStatus status, SiloLink link)
    {
        var lockdown = status.Lockdown;
        var now = (status.Applied?.Revision, status.Decided, status.Enforced, status.Stale, status.Enforcing, lockdown?.Phase, lockdown?.Order, lockdown?.Lists, lockdown?.Fault);
        if (now == _told) return;
        _told = now;
        link.WantHeartbeat();
    }

    private (long?, int, int, string?, bool, LockdownPhase?, string?, long?, string?) _told;

    private HostReport Report()
    {
        var status = _executor?.Status;
        var trouble = status?.Stale ?? _sense?.Blind ?? _captures.Select(c => c.Trouble ?? c.EndReason).Concat(_eve.Select(e => e.Trouble)).FirstOrDefault(t => t is not null);
        return new HostReport(
            _options.Name, AgentVersion.Text, [.. _options.Sense ? ["sense"] : Array.Empty<string>(), .. _options.Enforce ? ["enforce"] : Array.Empty<string>()], _interfaces,
            status?.Enforcing ?? false, status?.Backend ?? "none", status?.Applied, status?.Decided ?? 0, status?.Enforced ?? 0, trouble,
            _sense?.Packets ?? 0, _sense?.KernelDrops ?? 0, _sense?.Faults ?? 0, Outboxes.Sum(outbox => outbox.Pending), status?.DroppedByBans ?? 0, _protection.Current.Protection, (_sense?.Losses ?? 0) + _eve.Sum(eve => eve.Losses + eve.Outbox.Dropped + eve.Outbox.Refused),
            status?.Lockdown);
    }

    private static void Say(string? error)
    {
        if (error is not null) Console.Error.WriteLine($"tegument: {error}");
    }
}
