using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tegument.Sensor.Native;
using Tegument.Tests.Support;

namespace Tegument.Benchmarks.Live;

/// <summary>A process that listens on the receiving end: tcpdump, or the sensor. Rings of the same size, both promiscuous.</summary>
internal sealed partial class LiveListener : IDisposable
{
    /// <summary>Bytes of each listener's ring: the sensor's default.</summary>
    private const int RingMb = 16;
    private const int Interrupt = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly bool _ours;
    private readonly List<string> _said = [];
    private double _cpuBefore;

    private LiveListener(Process process, bool ours)
    {
        (_process, _ours) = (process, ours);
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static LiveListener Tcpdump(NetworkNamespace where, string device) =>
        new(where.Start("tcpdump", "-n", "-i", device, "-B", (RingMb * 1024).ToString(CultureInfo.InvariantCulture), "-w", "/dev/null"), ours: false);

    public static LiveListener Sensor(NetworkNamespace where, string device, int threads) =>
        new(where.Start("dotnet", typeof(LiveListener).Assembly.Location, SensorProcess.Verb, device, threads.ToString(CultureInfo.InvariantCulture)), ours: true);

    /// <summary>Waits until it captures.</summary>
    public LiveListener WaitUntilReady()
    {
        Wait(() => Said().Any(l => l.Contains("listening on", StringComparison.Ordinal)), "listening");
        return this;
    }

    /// <summary>The burst begins: what was used before does not count.</summary>
    public void Mark() => _cpuBefore = Cpu();

    /// <summary>Ends it and reads what it counted since its start.</summary>
    /// <param name="warmUp">Packets that it saw before the burst.</param>
    public LiveReading Stop(long warmUp)
    {
        var cpu = Cpu() - _cpuBefore;
        Signals.Send(_process.Id, _ours ? Signals.Terminate : Interrupt);
        Wait(() => _process.HasExited, "its end");
        _process.WaitForExit();
        var counts = _ours ? JsonSerializer.Deserialize(Said().Last(l => l.StartsWith('{')), LiveJson.Default.SensorCounts)! : new SensorCounts(Number("captured"), Number("dropped by kernel"));
        return new LiveReading(counts.Seen - warmUp, counts.Dropped, cpu);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
    }

    private long Number(string what) =>
        long.Parse(Counter().Match(Said().Last(l => l.Contains($"packets {what}", StringComparison.Ordinal))).Value, CultureInfo.InvariantCulture);

    // proc(5): user and system time are fields 14 and 15, in hundredths of a second; the name in field 2 may hold anything but ends with ')'.
    private double Cpu()
    {
        var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private void Wait(Func<bool> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(10))
        {
            if (watch.Elapsed > s_patience || (_process.HasExited && what == "listening")) throw new TimeoutException($"{_process.StartInfo.FileName}: {what}: {string.Join(" | ", Said())}");
        }
    }

    private string[] Said()
    {
        lock (_said) return [.. _said];
    }

    private void Hear(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is null) return;
        lock (_said) _said.Add(e.Data);
    }

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex Counter();
}
