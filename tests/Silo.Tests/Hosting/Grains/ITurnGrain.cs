using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

/// <summary>Watches how its calls run.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Counts up without a lock, pausing in the middle as told; answers with the count.</summary>
    Task<int> Count(bool pause);

    ValueTask<int> CountByValue(bool pause);

    ValueTask PauseByValue();

    /// <summary>Many branches that each count up without a lock.</summary>
    Task<int> CountInBranches(int branches);

    /// <summary>Ends when the task does.</summary>
    Task WaitFor(Task gate);

    Task<int> Fail(string how);

    Task<int> ThreadId();

    /// <summary>Asks a chain of grains, the last of which counts.</summary>
    Task<int> AskThrough(string[] keys, bool pause);
}
