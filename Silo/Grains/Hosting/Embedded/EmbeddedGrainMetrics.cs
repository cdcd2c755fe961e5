using System.Diagnostics.Metrics;

namespace Tegument.Silo.Hosting;

/// <summary>Publishes a host's <see cref="EmbeddedGrainStatistics"/>; read when somebody listens, at no cost to calls.</summary>
internal sealed class EmbeddedGrainMetrics : IDisposable
{
    internal const string MeterName = "Tegument.Silo.Grains";

    private readonly Meter _meter;

    internal EmbeddedGrainMetrics(EmbeddedGrainStatistics statistics, IMeterFactory? meters)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableUpDownCounter("tegument.grains.active", () => statistics.Active, "{activation}", "Activations alive");
        _meter.CreateObservableCounter("tegument.grains.activations", () => statistics.Activations, "{activation}", "Activations made");
        _meter.CreateObservableCounter("tegument.grains.deactivations", () => statistics.Deactivations, "{activation}", "Activations ended");
        _meter.CreateObservableCounter(
            "tegument.grains.failures",
            () => new Measurement<long>[]
            {
                new(statistics.FailedActivations, Tag("at", "activation")),
                new(statistics.FailedDeactivations, Tag("at", "deactivation")),
                new(statistics.FailedTicks, Tag("at", "timer")),
            },
            "{failure}", "Failures outside of calls");
        _meter.CreateObservableCounter(
            "tegument.grains.refused",
            () => new Measurement<long>[]
            {
                new(statistics.RefusedCalls, Tag("bound", "queue")),
                new(statistics.RefusedActivations, Tag("bound", "activations")),
            },
            "{call}", "Calls refused because a bound was met");
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
