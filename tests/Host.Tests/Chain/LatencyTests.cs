using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Chain;

/// <summary>From the packet that crosses the threshold to the kernel's rule, over 200 bans; printed, not asserted.</summary>
public sealed class LatencyTests(ITestOutputHelper output) : IDisposable
{
    private const int Bans = 200;
    private const int WarmUp = 20;
    private readonly ProtectedHost _host = new("--enforce");
    private readonly ConcurrentDictionary<string, long> _inKernel = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Every_source_that_crosses_the_threshold_reaches_the_kernel()
    {
        // Line by line: what the pipe would hold back is what is measured.
        var monitor = _host.Host.Start("stdbuf", "-oL", "nft", "monitor", "new", "elements");
        // On a thread of its own: the pool's, of which a test run keeps most busy, may come half a second late.
        new Thread(() => Listen(monitor.StandardOutput)) { IsBackground = true, Name = "monitor" }.Start();
        using var scanner = new ForgedScanner(_host);
        var sources = Enumerable.Range(0, Bans + WarmUp).Select(scanner.Prepare).ToArray();

        var times = new List<double>();
        for (var i = 0; i < Bans + WarmUp; i++)
        {
            var source = sources[i];
            var crossed = scanner.Scan(source);
            Until.True(() => _inKernel.ContainsKey(source), $"{source} in the kernel", everyMs: 2);
            if (i >= WarmUp) times.Add(Stopwatch.GetElapsedTime(crossed, _inKernel[source]).TotalMilliseconds);
            Thread.Sleep(5);
        }

        output.WriteLine("slowest: " + string.Join(", ", times.Select((t, i) => (Ms: t, At: i)).OrderByDescending(t => t.Ms).Take(6).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Ms:0.0} ms (ban {t.At})"))));
        times.Sort();
        Figures.Print(output, string.Create(
            CultureInfo.InvariantCulture,
            $"threshold packet to kernel rule over {times.Count} bans: p50 {times[times.Count / 2]:0.0} ms, p99 {times[times.Count * 99 / 100]:0.0} ms, most {times[^1]:0.0} ms (budget: p99 50 ms)"));
        times.Count.ShouldBe(Bans);
    }

    private void Listen(StreamReader monitor)
    {
        while (monitor.ReadLine() is { } line) Hear(line);
    }

    private void Hear(string line)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var word in line.Split([' ', ',', '{', '}'], StringSplitOptions.RemoveEmptyEntries))
            if (word.StartsWith("10.94.", StringComparison.Ordinal)) _inKernel.TryAdd(word, now);
    }
}
