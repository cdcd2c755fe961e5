using System.Globalization;
using Tegument.Contracts.Posture;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Detect;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Replay;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>Damaged capture files: read to the end of what is good, or refused with one line; never an exception of another kind, nor memory without bound.</summary>
public sealed class FileFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Reads = 6000;
    private const int Replays = 150;

    // The reader's one buffer and, in a file of interfaces alone, their list.
    private const long MostBytes = 4 << 20;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"tegument-fuzz-{Guid.NewGuid():N}");
    private readonly ulong _seed = Environment.GetEnvironmentVariable("TEGUMENT_TEST_SEED") is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : (ulong)Random.Shared.Next();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Fuzz_the_capture_readers()
    {
        var mutator = new FileMutator(_seed);
        var core = new SensorCore(FuzzChunk.Limits, KeyedHash.ReplaySeed, live: false);
        var (refused, damaged, frames) = (0, 0, 0L);
        for (var i = 0; i < Reads; i++)
        {
            var bytes = mutator.Next();
            File.WriteAllBytes(_path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = CaptureFile.Open(_path);
                var read = 0;
                while (file.Next(out var frame) == FrameRead.Frame)
                {
                    read++;
                    while (file.TryAhead(out var ahead, out var link)) core.Foresee(ahead, link);
                    core.Observe(in frame);
                }

                // The smallest record that any format has for a packet.
                read.ShouldBeLessThanOrEqualTo(bytes.Length / 16);
                frames += read;
                if (file.Damage is { } damage)
                {
                    damaged++;
                    IsOneLine(damage.ToString());
                }
            }
            catch (CaptureFormatException e)
            {
                refused++;
                IsOneLine(e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {_seed}, file {i}: {Convert.ToBase64String(bytes)}", e);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes, $"seed {_seed}, file {i}");
        }

        Figures.Print(output, string.Create(CultureInfo.InvariantCulture, $"fuzz: {Reads} damaged capture files of {mutator.Files}, seed {_seed}: {refused} refused, {damaged} ended early, {frames} frames"));
        refused.ShouldBeGreaterThan(0);
        damaged.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fuzz_the_whole_replay()
    {
        var mutator = new FileMutator(_seed + 1);
        for (var i = 0; i < Replays; i++)
        {
            var bytes = mutator.Next();
            File.WriteAllBytes(_path, bytes);
            try
            {
                var report = new ReplayRun(new ReplayOptions(_path, PostureLevel.Balanced, [])).Run(null, CancellationToken.None);
                if (report.Damage is not null) IsOneLine(report.Damage);
            }
            catch (CaptureFormatException e)
            {
                IsOneLine(e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {_seed}, file {i}: {Convert.ToBase64String(bytes)}", e);
            }
        }
    }

    private static void IsOneLine(string text)
    {
        text.Length.ShouldBeInRange(1, 400);
        text.Any(char.IsControl).ShouldBeFalse(text);
    }
}
