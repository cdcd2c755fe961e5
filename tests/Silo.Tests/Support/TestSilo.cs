using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Bans;
using Tegument.Silo.Hosting;
using Tegument.Silo.Ingest;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Support;

/// <summary>
/// One silo in this process, on a clock that only the test moves. Everything runs on the calling thread, so what has happened has happened.
/// </summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private long _sequence;

    /// <param name="before">The silo whose disk and clock this one takes over, as after a crash: nothing of its memory is left.</param>
    public TestSilo(GrainOptions? options = null, TestSilo? before = null, int maxActivations = 1_000_000)
    {
        States = before?.States ?? new JsonGrainStorage();
        Bans = before?.Bans ?? new TestBanStore();
        PostureLog = before?.PostureLog ?? new MemoryPostureLog();
        Qualia = before?.Qualia ?? new MemoryQualiaStore();
        Time = before?.Time ?? new ManualTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IBanStore>(Bans)
            .AddKeyedSingleton<IGrainStorage>(StateStorage.Name, States)
            .AddSingleton<IStoredReputations>(States)
            .AddSingleton<IQualiaStore>(Qualia)
            .AddSingleton<IPostureLog>(PostureLog)
            .AddTegumentGrains(options)
            .AddEmbeddedGrains(host =>
            {
                host.Inline = true;
                host.MaxActivations = maxActivations;
            })
            .BuildServiceProvider();
    }

    public JsonGrainStorage States { get; }

    public TestBanStore Bans { get; }

    public IQualiaStore Qualia { get; }

    public IPostureLog PostureLog { get; }

    public ManualTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public IBanLedgerGrain Ledger => Grain<IBanLedgerGrain>(IBanLedgerGrain.Key);

    public IPostureGrain Posture => Grain<IPostureGrain>(IPostureGrain.Key);

    public IFleetGrain Fleet => Grain<IFleetGrain>(IFleetGrain.Key);

    public EvidenceIngest Ingest => Get<EvidenceIngest>();

    public BanOperations Operations => Get<BanOperations>();

    public ProtectionRules Protection => Get<ProtectionRules>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public T Grain<T>(string key) where T : IGrainWithStringKey => Get<IGrainFactory>().GetGrain<T>(key);

    /// <summary>The next batch of a sensor's run.</summary>
    public EvidenceBatch Batch(params EvidenceItem[] items) => new("web1", "run-1", ++_sequence, items, []);

    public Task<IngestResult> Take(params EvidenceItem[] items) => Ingest.Take(Batch(items));

    /// <summary>A scan that our ports refused; ten of them ban under balanced.</summary>
    public EvidenceItem Scan(string source, long ports, bool verified = true, long incident = 1) =>
        new(IpKey.Parse(source), EvidenceKind.PortScan, Techniques.Syn, incident, ports, (int)ports, 1, Now, Now, verified);

    public async Task<string[]> Banned() => [.. (await Ledger.List(new BanQuery())).Bans.Select(ban => ban.Prefix.ToString())];

    public async Task<Standing> StandingOf(string address) => (await Operations.Explain(IpKey.Parse(address))).Standing;

    public Task<PostureSnapshot> SetPosture(PostureLevel level, TimeSpan? lasts = null) =>
        Posture.Set(new PostureChange(level, "op", "test", lasts is { } time ? Now + time : null));

    public static HostReport Report(string host, Contracts.Fleet.Protection? protection = null) => new(
        host, "0.1.0", ["sense", "enforce"], ["eth0"], true, "nftables", null, 0, 0, null, 0, 0, 0, 0, 0, protection ?? Contracts.Fleet.Protection.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
