using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>A history that ends with the process: for replay, tests, and hosts without a store of their own. Safe on any thread.</summary>
public sealed class MemoryQualiaStore : IQualiaStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<QualiaStep>> _steps = new() { [10] = [], [60] = [] };

    public Task Append(IReadOnlyList<QualiaStep> tens, IReadOnlyList<QualiaStep> minutes, DateTimeOffset now)
    {
        lock (_lock)
        {
            Append(10, tens, now);
            Append(60, minutes, now);
        }

        return Task.CompletedTask;
    }

    public Task<QualiaStep[]> Read(int stepSeconds, DateTimeOffset since)
    {
        lock (_lock) return Task.FromResult(_steps[stepSeconds].Where(step => step.Point.At >= since).ToArray());
    }

    private void Append(int stepSeconds, IReadOnlyList<QualiaStep> steps, DateTimeOffset now)
    {
        var kept = _steps[stepSeconds];
        foreach (var step in steps)
        {
            if (kept.FindLastIndex(other => other.Point.At == step.Point.At) is >= 0 and var at) kept[at] = step;
            else kept.Add(step);
        }

        kept.RemoveAll(step => step.Point.At < now - QualiaQuery.KeptFor(stepSeconds));
    }
}
