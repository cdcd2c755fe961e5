using Orleans;

namespace Tegument.Benchmarks.Silo;

/// <summary>As little as a grain can do: what is left is the call.</summary>
public interface ICountGrain : IGrainWithStringKey
{
    ValueTask<int> Add(int by);
}

/// <summary>Counts in memory.</summary>
public sealed class CountGrain : Grain, ICountGrain
{
    private int _count;

    public ValueTask<int> Add(int by) => new(_count += by);
}
