using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Hosts grains in this process: one activation per key, made by its first call; one request at a time; deactivation when idle. In process
/// only, by design: fleets of silos run the same grains on Orleans. Safe for any thread. Stop it before what its grains store to.
/// </summary>
public sealed class EmbeddedGrainHost : IGrainFactory, IAsyncDisposable, IDisposable
{
    private readonly EmbeddedGrainOptions _options;
    private readonly IdleCollector _collector;
    private readonly EmbeddedGrainMetrics _metrics;
    private readonly ConcurrentDictionary<Type, Binding> _bindings = new();
    private volatile bool _stopped;

    public EmbeddedGrainHost(
        IServiceProvider services, EmbeddedGrainOptions options, TimeProvider time, ILogger<EmbeddedGrainHost> log)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        _options = options;
        Services = services;
        Time = time;
        Log = log;
        MaxQueuedCalls = options.MaxQueuedCalls;
        Inline = options.Inline;
        Catalog = new GrainCatalog(this, options.Assemblies.Count > 0 ? options.Assemblies : [typeof(EmbeddedGrainHost).Assembly]);
        _collector = new IdleCollector(this, options);
        _metrics = new EmbeddedGrainMetrics(Statistics, services.GetService<IMeterFactory>());
    }

    public EmbeddedGrainStatistics Statistics { get; } = new();

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal ILogger Log { get; }

    internal GrainCatalog Catalog { get; }

    internal int MaxQueuedCalls { get; }

    internal bool Inline { get; }

    /// <summary>A coarse clock for idleness: moved by the collector, copied by every call.</summary>
    internal int Tick { get; set; }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentNullException.ThrowIfNull(grainInterfaceType);
        return (IGrain)Reference(grainInterfaceType, grainPrimaryKey, null);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not TGrainObserverInterface) throw new ArgumentException($"{obj.GetType()} is not a {typeof(TGrainObserverInterface)}.", nameof(obj));
        if (obj is ObserverReference) throw new ArgumentException("The object is a reference already.", nameof(obj));
        return (TGrainObserverInterface)ReferenceEmitter.ForObservers(typeof(TGrainObserverInterface))(obj, "");
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not ObserverReference reference) throw new ArgumentException("Only a reference can be deleted.", nameof(obj));
        reference.Delete();
    }

    /// <summary>
    /// Deactivates every grain, and those that a deactivating grain calls, until none is left or the token ends it; then refuses calls. What
    /// does not end in time is abandoned and logged.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped) return;
        await _collector.StopAsync(cancellationToken).ConfigureAwait(false);
        _stopped = true;
        if (Statistics.Active > 0) HostLog.Abandoned(Log, Statistics.Active);
    }

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(_options.StopTimeout);
        await StopAsync(deadline.Token).ConfigureAwait(false);
        _metrics.Dispose();
    }

    /// <summary>For owners that can only dispose synchronously; blocks for at most the stop timeout.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    internal bool TryReserve(out Exception? refusal)
    {
        refusal = null;
        if (_stopped) refusal = new OrleansException("The grain host has stopped.");
        else if (!Statistics.TryReserve(_options.MaxActivations))
        {
            refusal = new LimitExceededException($"There are {_options.MaxActivations} activations, and no room for another.");
        }

        if (refusal is not null) return false;
        _collector.EnsureStarted();
        return true;
    }

    internal LimitExceededException RefuseCall(Activation activation)
    {
        Statistics.CountRefusedCall();
        return new LimitExceededException($"{activation.GrainId} has {MaxQueuedCalls} calls waiting, and no room for another.");
    }

    private object Reference(Type grainInterface, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (prefix is not null) return ReferenceEmitter.ForGrains(grainInterface)(Catalog.ClassOf(grainInterface, prefix), key);
        if (!_bindings.TryGetValue(grainInterface, out var binding))
        {
            binding = new Binding(ReferenceEmitter.ForGrains(grainInterface), Catalog.ClassOf(grainInterface, null));
            _bindings[grainInterface] = binding;
        }

        return binding.Make(binding.GrainClass, key);
    }

    private sealed record Binding(Func<object, string, object> Make, GrainClass GrainClass);
}
