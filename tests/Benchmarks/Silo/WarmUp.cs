using System.Runtime;

namespace Tegument.Benchmarks.Silo;

/// <summary>
/// Rounds of work until the runtime has compiled its way for good: that takes it seconds of both processors, once in a silo's life, and would
/// be measured with whatever runs beside it.
/// </summary>
public static class WarmUp
{
    private const int MostRounds = 8;
    private const int FewMethods = 20;
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    /// <param name="round">Told its number, from 0 on.</param>
    public static async Task Run(Func<int, Task> round)
    {
        for (var number = 0; number < MostRounds; number++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await round(number);
            await Task.Delay(s_rest);
            if (JitInfo.GetCompiledMethodCount() - before < FewMethods) return;
        }
    }
}
