using System.Diagnostics;

namespace Tegument.Host.Tests.Chain;

/// <summary>Waits generously for something to become true; how long it took is printed, never asserted.</summary>
internal static class Until
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static TimeSpan True(Func<bool> condition, string what, TimeSpan? patience = null, int everyMs = 50)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > (patience ?? Patience)) throw new TimeoutException($"after {watch.Elapsed.TotalSeconds:0} s still not: {what}");
            Thread.Sleep(everyMs);
        }

        return watch.Elapsed;
    }
}
