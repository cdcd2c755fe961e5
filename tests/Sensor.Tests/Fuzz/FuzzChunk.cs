using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>
/// One stretch of the fuzzing run: a sensor of its own, live or not, fed with mutated frames of a seed of its own, so that a crash can be
/// repeated without what came before. One thread.
/// </summary>
internal sealed class FuzzChunk(FuzzCorpus corpus, ulong seed, int number)
{
    /// <summary>Small tables, so that they fill and overflow.</summary>
    public static readonly SensorLimits Limits = new(1 << 12, 1 << 10, 2 << 20, new FloodLimits(), Tallies: 256)
    {
        Fragments = new(Datagrams: 128, Pages: 512, DatagramsPerSource: 16, PagesPerSource: 160),
    };

    private readonly List<EvidenceItem> _items = [];
    private readonly List<VictimIncident> _incidents = [];

    /// <summary>Frames done; a watcher sees by it whether the chunk goes on.</summary>
    public long Done => Volatile.Read(ref _done);

    private long _done;

    public int Number => number;

    public long Evidence { get; private set; }

    /// <summary>Bytes allocated while packets were taken, and none of those for telling of evidence.</summary>
    public long Allocated { get; private set; }

    public SensorCore Core { get; } = new(Limits, seed, live: number % 2 == 1);

    public DecodeFaults Faults { get; } = new();

    public void Run(int frames)
    {
        var mutator = new FrameMutator(corpus, seed);
        using var guarded = new GuardedBytes(FrameMutator.Longest);
        if (Core.Gate is { } gate) gate.OwnAddresses = new HashSet<Contracts.Addresses.IpKey> { Contracts.Addresses.IpKey.FromIPv4(0x0A000001), Contracts.Addresses.IpKey.FromIPv4(0x0A000002) };
        for (var i = 0; i < frames; i++)
        {
            mutator.Next();
            try
            {
                Take(mutator, guarded);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"chunk {number} of seed {seed}, frame {i}: link {mutator.Link}, wire {mutator.Wire}, {Convert.ToHexString(mutator.Bytes)}", e);
            }

            if ((i & 0x3FF) == 0) Drain(everything: false);
            Volatile.Write(ref _done, i + 1);
        }

        Core.Finish();
        Drain(everything: true);
        CheckBounds();
    }

    private void Take(FrameMutator mutator, GuardedBytes guarded)
    {
        var frame = new Frame
        {
            Bytes = guarded.Put(mutator.Bytes), Timestamp = mutator.Time, WireLength = mutator.Wire, Link = mutator.Link,
            Outgoing = mutator.Outgoing, VlanTag = mutator.VlanTag,
        };
        var packet = default(PacketView);
        var status = FrameDecoder.Decode(in frame, ref packet);
        Faults.Count(status);
        ViewChecks.Hold(in frame, in packet, status);

        var (now, allocated) = (Core.Now, GC.GetAllocatedBytesForCurrentThread());
        Core.Foresee(frame.Bytes, frame.Link);
        Core.Observe(in frame);
        Allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (Core.Now < now) throw new InvalidOperationException($"the clock ran back from {now} to {Core.Now}");
    }

    private void Drain(bool everything)
    {
        Core.Drain(everything, _items, _incidents);
        Evidence += _items.Count + _incidents.Count;
        foreach (var item in _items)
            if (item.Sample is { Length: > EvidenceItem.MaxSampleLength } || item.Technique.Length > EvidenceItem.MaxTechniqueLength || item.Count < 0) throw new InvalidOperationException($"evidence out of bounds: {item}");
        _items.Clear();
        _incidents.Clear();
    }

    private void CheckBounds()
    {
        if (Core.Flows.Count > Core.Flows.Capacity) throw new InvalidOperationException($"{Core.Flows.Count} flows");
        if (Core.Tallies.Count > Limits.Tallies) throw new InvalidOperationException($"{Core.Tallies.Count} tallies");
    }
}
