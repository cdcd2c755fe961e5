using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Sensor;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Report;

namespace Tegument.Benchmarks.Live;

/// <summary>
/// The sensor alone, as the agent composes it but with nobody to report to, in a process of its own so that its processor time can be told
/// from the bench's. Says when it listens, ends with SIGTERM, prints what it counted.
/// </summary>
internal static class SensorProcess
{
    public const string Verb = "--sense";

    public static int Run(string device, string threads)
    {
        using var ended = new ManualResetEventSlim();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.Set();
        });
        // Promiscuous, since what the bench sends is addressed to nobody here.
        var captures = LiveCapture.OpenShared(new LiveCaptureOptions { Interfaces = [device], Promiscuous = true }, int.Parse(threads, CultureInfo.InvariantCulture));
        var sense = new SensePipeline(captures, SensorLimits.Default, seed: 1, new EvidenceOutbox("bench", "bench"), () => { }, TimeProvider.System, NullLogger<SensePipeline>.Instance);
        sense.Start();
        Console.Out.WriteLine("listening on " + device);
        ended.Wait();
        foreach (var capture in captures) capture.Stop();
        sense.Join(TimeSpan.FromSeconds(10));
        Console.Out.WriteLine(JsonSerializer.Serialize(new SensorCounts(sense.Packets, sense.KernelDrops), LiveJson.Default.SensorCounts));
        foreach (var capture in captures) capture.Dispose();
        return 0;
    }
}
