using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>A grain class and its living activations by key. Bounded by the host's number of activations.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly Lazy<GrainConstructor> _constructor;

    internal GrainClass(EmbeddedGrainHost host, Type type)
    {
        Host = host;
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(host.Services, type) ?? GrainType.Create(DefaultName(type));
        KeepAlive = type.IsDefined(typeof(KeepAliveAttribute));
        _constructor = new Lazy<GrainConstructor>(() => new GrainConstructor(type, host.Services));
    }

    internal EmbeddedGrainHost Host { get; }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    /// <summary>Its activations are never collected for being idle.</summary>
    internal bool KeepAlive { get; }

    internal GrainConstructor Constructor => _constructor.Value;

    /// <summary>Enumerated without holding anyone up; not one moment's.</summary>
    internal IEnumerable<Activation> Activations => _activations.Select(pair => pair.Value);

    internal Activation? Find(string key) => _activations.GetValueOrDefault(key);

    /// <summary>
    /// Makes an activation that the caller must start. False with no refusal: another thread was faster, look again.
    /// </summary>
    internal bool TryCreate(string key, [NotNullWhen(true)] out Activation? activation, out Exception? refusal)
    {
        activation = null;
        if (!Host.TryReserve(out refusal)) return false;
        var created = new Activation(this, key);
        if (!_activations.TryAdd(key, created))
        {
            Host.Statistics.Release();
            return false;
        }

        activation = created;
        return true;
    }

    internal void Remove(Activation activation)
    {
        if (_activations.TryRemove(new KeyValuePair<string, Activation>(activation.Key, activation))) Host.Statistics.Release();
    }

    /// <summary>Queues a request with whatever activation there is, or a new one.</summary>
    internal void Dispatch(string key, Request request)
    {
        while (true)
        {
            var activation = Find(key);
            if (activation is null)
            {
                if (TryCreate(key, out activation, out var refusal))
                {
                    var start = activation.Start(out var previous);
                    if (start is null) activation.Exit(previous);
                    else if (start.IsFaulted || start.IsCanceled) refusal = Failure(start);
                }

                if (refusal is not null)
                {
                    request.Refuse(refusal);
                    return;
                }

                if (activation is null) continue;
            }

            var admission = activation.Enqueue(request);
            if (admission == Admission.Taken) return;
            if (admission == Admission.Dead) continue;
            request.Refuse(Host.RefuseCall(activation));
            return;
        }
    }

    /// <summary>Why a start failed, in the grain's own words.</summary>
    internal static Exception Failure(Task start) => start.Exception?.InnerException ?? new TaskCanceledException(start);

    /// <summary>The class name in lower case, without "Grain" at its end.</summary>
    private static string DefaultName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}
