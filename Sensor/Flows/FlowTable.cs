using System.Numerics;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Flows;

/// <summary>
/// All conversations of one capture thread: a bounded table of slots, a keyed hash index and an expiry wheel. Never shared between
/// threads, never grows, never allocates after construction. A full table or index refuses new flows and counts that; flows that are known
/// stay known.
/// </summary>
public sealed class FlowTable
{
    // 2^28 ns, about 268 ms a tick; a turn is 34 s. Longer waits are re-bucketed when met, so every flow is visited once a turn: that
    // bounds how late a state change to a shorter timeout is noticed, without moving entries on every packet.
    internal const int TickShift = 28;
    private const int WheelSlots = 128;

    /// <summary>Nanoseconds within which every flow is visited at least once.</summary>
    public const long Turn = (long)WheelSlots << TickShift;

    private readonly LargeTable<Flow> _flows;
    private readonly SlotIndex _index;
    private readonly int[] _wheel = new int[WheelSlots];
    private readonly ulong _seed;
    private int _free = -1;
    private int _fresh;
    private long _tick = long.MinValue;

    /// <param name="capacity">Flows at once; rounded up to a power of two, 1,024 to 16,777,216.</param>
    /// <param name="seed">Random in a live sensor, <see cref="KeyedHash.ReplaySeed"/> in replay.</param>
    public FlowTable(int capacity, ulong seed)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacity, 1 << 10, 1 << 24));
        _flows = new LargeTable<Flow>(size);
        _index = new SlotIndex(size);
        _seed = seed;
        Array.Fill(_wheel, -1);
    }

    public int Capacity => _flows.Length;

    public int Count { get; private set; }

    /// <summary>Flows ever begun.</summary>
    public long Created { get; private set; }

    /// <summary>New flows turned away because the table was full or a chain too long.</summary>
    public long Refused { get; private set; }

    /// <summary>The flow of this key, or a null reference.</summary>
    public ref Flow Find(scoped in FlowKey key)
    {
        var hash = key.Hash(_seed);
        var bucket = _index.BucketOf(hash);
        for (var walked = 0; walked < SlotIndex.MostBuckets; walked++, bucket = _index.After(bucket))
        {
            for (var places = _index.Matches(bucket, hash); places != 0; places &= places - 1)
            {
                ref var flow = ref _flows[_index.SlotAt(bucket, BitOperations.TrailingZeroCount(places))];
                if (key.Matches(in flow)) return ref flow;
            }

            if (!_index.Overflows(bucket)) break;
        }

        return ref Unsafe.NullRef<Flow>();
    }

    /// <summary>For <see cref="FlowForesight"/>: the key's place in the index, the line that holds it, and the flows it may name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong HashOf(IpKey one, ushort onePort, IpKey other, ushort otherPort, byte protocol) => FlowKey.HashOf(one, onePort, other, otherPort, protocol, _seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchIndex(ulong hash) => _index.Prefetch(hash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchFlow(ulong hash)
    {
        var bucket = _index.BucketOf(hash);
        var places = _index.Matches(bucket, hash);
        if (places != 0) _flows.Prefetch(_index.SlotAt(bucket, BitOperations.TrailingZeroCount(places)));
    }

    /// <summary>Begins a flow that <see cref="Find"/> did not know just before, or returns a null reference: refused and counted.</summary>
    public ref Flow Add(scoped in FlowKey key, bool initiatorIsLow, FlowState state, ProbeTechnique technique, long now)
    {
        // Slots that were never used come after those given back: memory that no flow has needed is never touched.
        var index = _free >= 0 ? _free : _fresh;
        if (index == _flows.Length || !_index.TryAdd(key.Hash(_seed), index))
        {
            Refused++;
            return ref Unsafe.NullRef<Flow>();
        }

        ref var flow = ref _flows[index];
        if (index == _free) _free = flow.WheelNext;
        else _fresh++;
        flow = new Flow
        {
            Low = key.Low,
            High = key.High,
            LowPort = key.LowPort,
            HighPort = key.HighPort,
            Protocol = key.Protocol,
            State = state,
            Technique = technique,
            Marks = initiatorIsLow ? FlowMarks.InitiatorIsLow : FlowMarks.None,
            Started = now,
            LastSeen = now,
        };
        Count++;
        Created++;
        Schedule(index, ref flow, now);
        return ref flow;
    }

    /// <summary>
    /// Moves time on and hands every flow in the buckets passed to the visitor, which may change its state; a flow that is due after
    /// that is forgotten. A jump over years visits each bucket once.
    /// </summary>
    /// <returns>True when a tick of about a quarter second began: a good moment for other housekeeping.</returns>
    public bool Expire<TVisitor>(long now, TVisitor visitor) where TVisitor : IFlowVisitor
    {
        var tick = now >> TickShift;
        if (tick <= _tick) return false;
        if (_tick == long.MinValue) _tick = tick;
        var steps = Math.Min(tick - _tick, WheelSlots);
        for (var i = 1; i <= steps; i++)
        {
            var slot = (int)((_tick + i) & (WheelSlots - 1));
            var index = _wheel[slot];
            _wheel[slot] = -1;
            while (index >= 0)
            {
                ref var flow = ref _flows[index];
                var next = flow.WheelNext;
                visitor.Visit(ref flow, now);
                if (flow.Due <= now) Remove(index, ref flow);
                else Schedule(index, ref flow, now, Math.Max(tick, _tick + i));
                index = next;
            }
        }

        _tick = tick;
        return true;
    }

    /// <summary>Begins anew in the same slot: a closed or settled flow whose endpoints speak again.</summary>
    public void Restart(ref Flow flow, bool initiatorIsLow, ProbeTechnique technique, long now)
    {
        flow.State = FlowState.Pending;
        flow.Technique = technique;
        flow.Marks = initiatorIsLow ? FlowMarks.InitiatorIsLow : FlowMarks.None;
        flow.Started = now;
        flow.LastSeen = now;
        flow.Established = 0;
        flow.InitiatorPackets = 0;
        flow.ResponderPackets = 0;
        flow.InitiatorBytes = 0;
        flow.ResponderBytes = 0;
        flow.Talk = 0;
        flow.Watch = FlowWatch.None;
        flow.End = FlowEnd.Open;
    }

    private void Schedule(int index, ref Flow flow, long now) => Schedule(index, ref flow, now, now >> TickShift);

    private void Schedule(int index, ref Flow flow, long now, long currentTick)
    {
        // At least one tick ahead (the current bucket is being emptied), at most one turn of the wheel.
        var due = Math.Clamp((Math.Max(flow.Due, now) >> TickShift) + 1, currentTick + 1, currentTick + WheelSlots - 1);
        var slot = (int)(due & (WheelSlots - 1));
        flow.WheelNext = _wheel[slot];
        _wheel[slot] = index;
    }

    private void Remove(int index, ref Flow flow)
    {
        var key = new FlowKey(flow.Low, flow.LowPort, flow.High, flow.HighPort, flow.Protocol);
        _index.Remove(key.Hash(_seed), index);
        flow = default;
        flow.WheelNext = _free;
        _free = index;
        Count--;
    }
}
