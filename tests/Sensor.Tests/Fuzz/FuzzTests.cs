using System.Globalization;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>
/// Twenty million mutated frames through the decoder and the whole sensor: nothing throws, nothing stands still, nothing grows without bound,
/// nothing reads past a frame. TEGUMENT_TEST_SEED repeats a run, TEGUMENT_FUZZ_FRAMES makes a longer one.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int FramesPerChunk = 250_000;
    private const int Workers = 2;

    /// <summary>Evidence that begins and sets that grow may allocate; a frame on average not more than this.</summary>
    private const int BytesPerFrame = 64;

    private static readonly TimeSpan s_standstill = TimeSpan.FromMinutes(2);
    private readonly DecodeFaults _faults = new();
    private readonly Lock _lock = new();
    private long _allocated;
    private long _evidence;
    private long _whole;
    private int _next;
    private volatile Exception? _failure;

    [Fact]
    public void Fuzz_the_whole_sensor()
    {
        var seed = Environment.GetEnvironmentVariable("TEGUMENT_TEST_SEED") is { } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : (ulong)Random.Shared.Next();
        var frames = Environment.GetEnvironmentVariable("TEGUMENT_FUZZ_FRAMES") is { } many ? long.Parse(many, CultureInfo.InvariantCulture) : 20_000_000;
        var chunks = (int)((frames + FramesPerChunk - 1) / FramesPerChunk);
        var corpus = FuzzCorpus.Instance;
        var started = TimeProvider.System.GetTimestamp();
        var current = new FuzzChunk?[Workers];
        var workers = Enumerable.Range(0, Workers).Select(w => new Thread(() => Work(corpus, seed, chunks, current, w)) { IsBackground = true }).ToArray();
        foreach (var worker in workers) worker.Start();
        Watch(workers, current, seed);
        if (_failure is not null) throw new InvalidOperationException($"seed {seed} (set TEGUMENT_TEST_SEED to repeat)", _failure);

        var total = (long)chunks * FramesPerChunk;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var reached = Enum.GetValues<DecodeStatus>().Where(s => _faults[s] > 0).ToArray();
        Figures.Print(output, string.Create(CultureInfo.InvariantCulture,
            $"fuzz: {total:N0} mutated frames of {corpus.Count:N0} in {corpus.Files} captures, seed {seed}, {seconds:0} s; {reached.Length} of {Enum.GetValues<DecodeStatus>().Length} statuses, {_whole:N0} datagrams from fragments, {_evidence:N0} items of evidence, {(double)_allocated / total:0.0} bytes allocated a frame"));
        Enum.GetValues<DecodeStatus>().Except(reached).ShouldBeEmpty("every status is reached");
        (_allocated / total).ShouldBeLessThan(BytesPerFrame);
    }

    private void Work(FuzzCorpus corpus, ulong seed, int chunks, FuzzChunk?[] current, int worker)
    {
        try
        {
            while (_failure is null && Interlocked.Increment(ref _next) is var number && number <= chunks)
            {
                var chunk = new FuzzChunk(corpus, seed + ((ulong)number << 32), number);
                Volatile.Write(ref current[worker], chunk);
                chunk.Run(FramesPerChunk);
                lock (_lock)
                {
                    _faults.Add(chunk.Faults);
                    _allocated += chunk.Allocated;
                    _evidence += chunk.Evidence;
                    _whole += chunk.Core.Fragments.Whole;
                }
            }
        }
        catch (Exception e)
        {
            _failure ??= e;
        }
    }

    // A chunk that does not get on by a single frame in all this time hangs.
    private static void Watch(Thread[] workers, FuzzChunk?[] current, ulong seed)
    {
        foreach (var (thread, worker) in workers.Select((t, w) => (t, w)))
        {
            var (last, lastDone) = (-1, -1L);
            while (!thread.Join(s_standstill))
            {
                var chunk = Volatile.Read(ref current[worker]);
                var (number, done) = (chunk?.Number ?? 0, chunk?.Done ?? 0);
                (number == last && done == lastDone).ShouldBeFalse($"seed {seed}, chunk {number} stands still at frame {done}");
                (last, lastDone) = (number, done);
            }
        }
    }
}
