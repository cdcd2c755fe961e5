using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

/// <summary>A grain with a stored number; what it does at its start and end is in the journal.</summary>
public interface IStoredGrain : IGrainWithStringKey
{
    Task<int> Get();

    /// <summary>Sets without storing.</summary>
    Task Set(int value);

    Task Store();

    Task Clear();

    Task<string?> Etag();

    Task End();

    Task<string> Describe();
}
