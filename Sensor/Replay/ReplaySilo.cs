using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Storage;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Silo;
using Tegument.Silo.Bans;
using Tegument.Silo.Hosting;
using Tegument.Silo.Ingest;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;

namespace Tegument.Sensor.Replay;

/// <summary>
/// The silo's own grains in this process: memory for storage, packet time for a clock. Everything completes on the calling thread, so a
/// replay is deterministic.
/// </summary>
public sealed class ReplaySilo : IDisposable
{
    public const string SensorName = "replay";
    private readonly ServiceProvider _services;
    private readonly EvidenceIngest _ingest;
    private readonly IBanLedgerGrain _ledger;
    private long _sequence;

    /// <exception cref="PolicyFaultException">The policy file has faults.</exception>
    public ReplaySilo(ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var policy = options.Policy is null ? FleetPolicy.Default : PolicyReader.Load(options.Policy);
        Clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IBanStore, MemoryBanStore>();
        services.AddKeyedSingleton<IGrainStorage, MemoryGrainStorage>(StateStorage.Name);
        services.AddTegumentGrains(new GrainOptions
        {
            Policy = policy,
            Posture = new PostureOptions { Initial = options.Posture },
            Protection = new ProtectionOptions { Home = options.Home, Allow = [.. policy.Networks.AllowedPrefixes(), .. policy.Networks.Protected] },
        });
        services.AddEmbeddedGrains(grains => grains.Inline = true);
        _services = services.BuildServiceProvider();
        _ingest = _services.GetRequiredService<EvidenceIngest>();
        _ledger = _services.GetRequiredService<IGrainFactory>().GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key);
    }

    /// <summary>Packet time; never runs back.</summary>
    public ManualTimeProvider Clock { get; }

    /// <summary>Judges what the sensor tells at this moment.</summary>
    public IngestResult Judge(IReadOnlyList<EvidenceItem> items, IReadOnlyList<VictimIncident> incidents)
    {
        var batch = new EvidenceBatch(SensorName, SensorName, ++_sequence, [.. items], [.. incidents]);
        var result = Done(_ingest.Take(batch));
        return result.Refusal is null ? result : throw new InvalidOperationException($"the replay's own evidence was refused: {result.Refusal}");
    }

    /// <summary>What the ledger says to an executor that stands at this position.</summary>
    public BanDelta Since(LedgerPosition? position) => Done(_ledger.Since(position));

    public void Dispose() => _services.Dispose();

    // Memory storage and a manual clock never wait for anything: an unfinished task would mean that order is left to chance.
    private static T Done<T>(Task<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("a grain call did not complete on the replay's thread");
}
