using System.Globalization;
using Tegument.Tests.Support;

namespace Tegument.Benchmarks.Live;

/// <summary>
/// The sensor on a veth pair, at the highest rate that this machine sends, next to <c>tcpdump -w /dev/null</c> with a ring of the same size:
/// in turns, each alone, and both at once. Trafgen sends a few small packets as fast as it can, tcpreplay the mixed capture. Medians of
/// the turns; bounded in packets.
/// </summary>
/// <param name="capture">What tcpreplay sends.</param>
/// <param name="captured">Packets in it.</param>
/// <param name="packets">About how many a burst has.</param>
internal sealed class LiveBench(string capture, int captured, int packets, int turns)
{
    private const string Sender = "tgsend";
    private const string Receiver = "tgrecv";
    private const int WarmUp = 100_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string s_frames = """
        { eth(da=02:00:00:00:00:02, sa=02:00:00:00:00:01), ipv4(saddr=198.51.100.7, daddr=192.0.2.10, ttl=64), udp(sp=1000, dp=9), fill(0x41, 40) }
        { eth(da=02:00:00:00:00:02, sa=02:00:00:00:00:01), ipv4(saddr=198.51.100.8, daddr=192.0.2.11, ttl=64), tcp(sp=1000, dp=80, ack), fill(0x41, 12) }
        { eth(da=02:00:00:00:00:02, sa=02:00:00:00:00:01), ipv4(saddr=198.51.100.9, daddr=192.0.2.12, ttl=64), tcp(sp=1001, dp=443, ack), fill(0x41, 400) }
        { eth(da=02:00:00:00:00:02, sa=02:00:00:00:00:01), ipv4(saddr=198.51.100.10, daddr=192.0.2.13, ttl=64), udp(sp=53, dp=3000), fill(0x41, 120) }
        """;

    public IEnumerable<Measurement> Run()
    {
        if (!Environment.IsPrivilegedProcess || new[] { "ip", "tcpdump", "trafgen", "tcpreplay" }.Any(p => Requires.Find(p) is null))
        {
            yield return new Measurement("live, kernel drops", "-", "needs root, tcpdump, trafgen, tcpreplay", null, "<= tcpdump", null);
            yield break;
        }

        using var from = new NetworkNamespace("send");
        using var to = new NetworkNamespace("recv");
        NetworkNamespace.Connect(from, Sender, [], to, Receiver, []);
        var frames = Path.GetTempFileName();
        try
        {
            File.WriteAllText(frames, s_frames);
            foreach (var sender in new[] { "trafgen", "tcpreplay" })
                foreach (var measurement in Against(from, to, sender, frames)) yield return measurement;
        }
        finally
        {
            File.Delete(frames);
        }
    }

    private IEnumerable<Measurement> Against(NetworkNamespace from, NetworkNamespace to, string sender, string frames)
    {
        var threads = Math.Max(2, Math.Min(4, Environment.ProcessorCount));
        var (theirs, ours, several, theirsBeside, oursBeside) = (new List<LiveReading>(), new List<LiveReading>(), new List<LiveReading>(), new List<LiveReading>(), new List<LiveReading>());
        for (var turn = 0; turn < turns; turn++)
        {
            theirs.AddRange(Burst(from, sender, frames, LiveListener.Tcpdump(to, Receiver)));
            ours.AddRange(Burst(from, sender, frames, LiveListener.Sensor(to, Receiver, 1)));
            several.AddRange(Burst(from, sender, frames, LiveListener.Sensor(to, Receiver, threads)));
            var both = Burst(from, sender, frames, LiveListener.Tcpdump(to, Receiver), LiveListener.Sensor(to, Receiver, 1));
            theirsBeside.Add(both[0]);
            oursBeside.Add(both[1]);
        }

        yield return Drops($"live, {sender}, drops, each alone", ours, theirs);
        // The sender keeps one processor busy: with no more than threads beside it, what is lost is the machine's want of processors.
        yield return Drops($"live, {sender}, drops, {threads} threads", several, theirs, judged: Environment.ProcessorCount > threads);
        yield return Drops($"live, {sender}, drops, side by side", oursBeside, theirsBeside);
        yield return Cost($"live, {sender}, CPU ns/packet, alone", ours, theirs);
        yield return Cost($"live, {sender}, CPU ns/packet, {threads} threads", several, theirs);
    }

    // The listeners' shares of the same burst, in their order.
    private LiveReading[] Burst(NetworkNamespace from, string sender, string frames, params LiveListener[] listeners)
    {
        try
        {
            foreach (var listener in listeners) listener.WaitUntilReady();
            // A sensor runs for months: what is compiled in its first second is compiled before it counts.
            from.Run(s_limit, "tcpreplay", "-q", "-i", Sender, $"--pps={WarmUp}", $"--limit={WarmUp}", capture).OrThrow();
            from.Run(s_limit, [.. Trafgen(frames, WarmUp), "--rate", $"{WarmUp}pps"]).OrThrow();
            Thread.Sleep(500);
            foreach (var listener in listeners) listener.Mark();
            from.Run(s_limit, sender == "trafgen" ? Trafgen(frames, packets) : Tcpreplay()).OrThrow();
            // What is in the rings is read.
            Thread.Sleep(500);
            return Array.ConvertAll(listeners, l => l.Stop(2 * WarmUp));
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    private static string[] Trafgen(string frames, int count) =>
        ["trafgen", "--dev", Sender, "--conf", frames, "--num", count.ToString(CultureInfo.InvariantCulture), "--cpus", "1", "--no-sock-mem"];

    private string[] Tcpreplay() =>
        ["tcpreplay", "-q", "-i", Sender, "--topspeed", "--preload-pcap", $"--loop={Math.Max(1, packets / captured)}", capture];

    // No drops of either is as good as it gets, whatever the ratio would say.
    private static Measurement Drops(string what, List<LiveReading> ours, List<LiveReading> theirs, bool judged = true)
    {
        var (one, other) = (Median(ours.Select(r => (double)r.Dropped)), Median(theirs.Select(r => (double)r.Dropped)));
        var ratio = other > 0 ? Math.Round(one / other, 3) : one > 0 ? (double?)null : 1;
        return new Measurement(what, Shown(one, ours), Shown(other, theirs), ratio, judged ? "<= tcpdump" : "-", judged ? one <= other : null);
    }

    private static Measurement Cost(string what, List<LiveReading> ours, List<LiveReading> theirs)
    {
        var (one, other) = (Median(ours.Select(r => r.NanosecondsPerPacket)), Median(theirs.Select(r => r.NanosecondsPerPacket)));
        return new Measurement(what, Text(one), Text(other), other > 0 ? Math.Round(one / other, 3) : null, "-", null);
    }

    private static string Shown(double drops, List<LiveReading> readings) => $"{Text(drops)} of {Text(Median(readings.Select(r => (double)r.Seen + r.Dropped)))}";

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
