using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

/// <summary>A grain with a timer.</summary>
public interface ITickingGrain : IGrainWithStringKey
{
    Task<int> Ticks();

    Task Start(TimeSpan due, TimeSpan period, bool interleave);

    Task Change(TimeSpan due, TimeSpan period);

    Task Stop();

    /// <summary>The callback of each tick from now on awaits this.</summary>
    Task Hold(Task gate);

    Task FailNext();

    Task WaitFor(Task gate);

    Task End();
}
