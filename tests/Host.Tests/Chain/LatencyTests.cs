using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Chain;

/// <summary>From the packet that crosses the threshold to the kernel's rule, over 200 bans; printed, not asserted.</summary>
public sealed class LatencyTests(ITestOutputHelper output) : IDisposable
{
    private const int Bans = 200;
    private const int WarmUp = 20;
    private const int Ports = 10;
    private readonly ProtectedHost _host = new("--enforce");
    private readonly ConcurrentDictionary<string, long> _inKernel = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Every_source_that_crosses_the_threshold_reaches_the_kernel()
    {
        // Line by line: what the pipe would hold back is what is measured.
        var monitor = _host.Host.Start("stdbuf", "-oL", "nft", "monitor", "new", "elements");
        monitor.OutputDataReceived += (_, e) => Hear(e.Data);
        monitor.BeginOutputReadLine();
        // Answers to the forged sources need a way back.
        _host.Host.Run("ip", "route", "add", "10.94.0.0/16", "dev", "outer").OrThrow();
        using var sender = new RawSender(_host.Attacker, "eth0");
        var macs = Macs();
        foreach (var i in Enumerable.Range(0, Bans + WarmUp)) Neighbour(i);

        var times = new List<double>();
        for (var i = 0; i < Bans + WarmUp; i++)
        {
            var source = Source(i);
            var crossed = Attack(sender, macs, source);
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

    private static string Source(int i) => string.Create(CultureInfo.InvariantCulture, $"10.94.{i / 200}.{(i % 200) + 1}");

    private static long Attack(RawSender sender, (ulong Attacker, ulong Host) macs, string source)
    {
        long crossed = 0;
        for (var port = 1; port <= Ports; port++)
        {
            var frame = PacketBuilder.Ethernet(macs.Attacker, macs.Host).IPv4(source, ProtectedHost.Address).Tcp(40_000, 1000 + port, TcpFlags.Syn, options: TcpOption.Mss(1460)).Build();
            crossed = Stopwatch.GetTimestamp();
            sender.Send(frame);
        }

        return crossed;
    }

    // A forged neighbour does not answer ARP: without an entry the host could not send the RST that refuses the probe.
    private void Neighbour(int i) => _host.Host.Run("ip", "neigh", "add", Source(i), "lladdr", "02:00:00:00:00:99", "dev", "outer").OrThrow();

    private (ulong Attacker, ulong Host) Macs() => (Mac(_host.Attacker, "eth0"), Mac(_host.Host, "outer"));

    private static ulong Mac(NetworkNamespace space, string device) =>
        Convert.ToUInt64(space.Run("cat", $"/sys/class/net/{device}/address").OrThrow().Output.Trim().Replace(":", "", StringComparison.Ordinal), 16);

    private void Hear(string? line)
    {
        var now = Stopwatch.GetTimestamp();
        if (line is null) return;
        foreach (var word in line.Split([' ', ',', '{', '}'], StringSplitOptions.RemoveEmptyEntries))
            if (word.StartsWith("10.94.", StringComparison.Ordinal)) _inKernel.TryAdd(word, now);
    }
}
