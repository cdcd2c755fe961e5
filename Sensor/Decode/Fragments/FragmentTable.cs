namespace Tegument.Sensor.Decode.Fragments;

/// <summary>
/// Puts IPv4 and IPv6 datagrams together from their fragments (RFC 791 §3.2, RFC 8200 §4.5, RFC 5722). Bounded in datagrams, bytes and time,
/// and each source to a share: whoever exceeds it pushes out its own oldest; a full table gives up the oldest of all. What is given up is
/// judged by its first bytes. Memory is taken at the first fragment; nothing is allocated from then on. One thread.
/// </summary>
/// <param name="seed">Keys the hash of sources.</param>
public sealed class FragmentTable(FragmentLimits limits, ulong seed, IFragmentVisitor visitor)
{
    /// <summary>
    /// Silence after which the same number names another datagram: IPv4's 16 bits come round within seconds at high rates (RFC 4963); IPv6's
    /// 32 bits do not.
    /// </summary>
    private const long NumberReused = 1_000_000_000;

    /// <summary>The copies of a datagram that a bridge and its port show come within this time of its end.</summary>
    private const long Copies = 100_000_000;

    private const int LongestDatagram = 65535;
    private readonly int _datagramShare = Math.Max(1, limits.DatagramsPerSource);
    private readonly int _pageShare = Math.Max(FragmentStore.MaxPages, limits.PagesPerSource);
    private DatagramSlots? _slots;
    private FragmentStore? _store;
    private byte[] _whole = [];

    public FragmentCounters Counters { get; } = new();

    /// <summary>Datagrams that wait for fragments or copies.</summary>
    public int Count => _slots?.Count ?? 0;

    /// <summary>Takes a fragment whose header decoded.</summary>
    /// <param name="whole">Filled for <see cref="FragmentOutcome.Whole"/>; its bytes are valid until the next call.</param>
    /// <param name="status">What the whole datagram decoded to.</param>
    public FragmentOutcome Take(ref readonly PacketView packet, long now, ref PacketView whole, out DecodeStatus status)
    {
        status = DecodeStatus.Ok;
        var end = packet.FragmentOffset + packet.FragmentBody.Length;
        if (packet.FragmentLength == 0 || packet.FragmentBody.Length != packet.FragmentLength || end > LongestDatagram) return FragmentOutcome.Refused;
        if (_slots is null) Allocate();
        var origin = FragmentOrigin.Of(in packet);
        var index = FindOrBegin(in packet, in origin, now);
        if (_slots![index].State != DatagramState.Pending) return Copy(index, now);
        var fit = FitOf(index, in packet, end);
        if (fit == FragmentFit.Overlap && packet.Network == NetworkKind.IPv4 && now - _slots[index].Last > NumberReused)
        {
            Counters.Replaced++;
            GiveUp(index, in packet);
            index = FindOrBegin(in packet, in origin, now);
            fit = FragmentFit.New;
        }

        if (fit == FragmentFit.Overlap) return Conflict(index, in packet, now);
        if (fit == FragmentFit.Duplicate) return Copy(index, now);
        if (!MakeRoom(index, in packet))
        {
            GiveUp(index, in packet);
            return FragmentOutcome.Refused;
        }

        return Put(index, in packet, in origin, end, now) ? Finish(index, in packet, now, ref whole, out status) : FragmentOutcome.Held;
    }

    /// <summary>Gives up what was not completed in time. Call about once a second of the sensor's clock.</summary>
    /// <param name="everything">The capture is over: nothing more will come of any.</param>
    public void Expire(long now, bool everything = false)
    {
        if (_slots is null) return;
        var nothing = default(PacketView);
        while (_slots.OldestPending is >= 0 and var oldest && (everything || now - _slots[oldest].Began > limits.Timeout))
        {
            Counters.TimedOut++;
            GiveUp(oldest, in nothing);
        }

        while (_slots.OldestSpent is >= 0 and var spent && (everything || now - _slots[spent].Last > NumberReused)) _slots.Remove(spent);
    }

    private int FindOrBegin(ref readonly PacketView packet, ref readonly FragmentOrigin origin, long now)
    {
        var bucket = _slots!.BucketOf(packet.Source);
        var index = _slots.Find(bucket, packet.FragmentId, in origin);
        if (index >= 0 && !IsStale(in _slots[index], now)) return index;
        if (index >= 0) _slots.Remove(index);
        if (_slots.DatagramsOf(bucket) >= _datagramShare) MakeRoomInShare(bucket, in packet);
        if (_slots.IsFull) MakeRoomForOne(in packet);
        return _slots.Begin(bucket, packet.FragmentId, in origin, now);
    }

    private static bool IsStale(ref readonly Datagram slot, long now) => slot.State switch
    {
        DatagramState.Done => now - slot.Last > Copies,
        DatagramState.Dead => now - slot.Last > NumberReused,
        _ => false,
    };

    // A last fragment that ends before others do, two last ones that end differently, and what goes on behind the last one are no better
    // than one that lies over another.
    private FragmentFit FitOf(int index, ref readonly PacketView packet, int end)
    {
        var fit = _store!.Compare(index, packet.FragmentOffset, packet.FragmentBody);
        ref var slot = ref _slots![index];
        var contradicts = slot.Total >= 0 && (packet.MoreFragments ? end > slot.Total : end != slot.Total);
        return contradicts || (!packet.MoreFragments && end < slot.Farthest) ? FragmentFit.Overlap : fit;
    }

    // True when nothing is missing any more.
    private bool Put(int index, ref readonly PacketView packet, ref readonly FragmentOrigin origin, int end, long now)
    {
        var free = _store!.FreePages;
        ref var slot = ref _slots![index];
        slot.Units += _store.Write(index, packet.FragmentOffset, packet.FragmentBody);
        _slots.AddPages(index, free - _store.FreePages);
        slot.Farthest = Math.Max(slot.Farthest, end);
        slot.Last = now;
        if (packet.FragmentOffset == 0) slot.Origin = origin;
        if (!packet.MoreFragments) slot.Total = end;
        return slot.Total >= 0 && slot.Units * 8 >= slot.Total;
    }

    private FragmentOutcome Finish(int index, ref readonly PacketView last, long now, ref PacketView whole, out DecodeStatus status)
    {
        ref var slot = ref _slots![index];
        var bytes = _whole.AsSpan(0, slot.Total);
        _store!.CopyTo(index, bytes);
        status = slot.Origin.Decode(bytes, partial: false, in last, ref whole);
        Counters.Whole++;
        Spend(index, DatagramState.Done, now);
        return FragmentOutcome.Whole;
    }

    private FragmentOutcome Conflict(int index, ref readonly PacketView packet, long now)
    {
        Counters.Conflicts++;
        TellOf(index, in packet);
        Spend(index, DatagramState.Dead, now);
        return FragmentOutcome.Conflict;
    }

    private FragmentOutcome Copy(int index, long now)
    {
        Counters.Duplicates++;
        if (_slots![index].State == DatagramState.Dead) _slots[index].Last = now;
        return FragmentOutcome.Duplicate;
    }

    // Room for the fragment's pages, within the source's share and then within the slab.
    private bool MakeRoom(int index, ref readonly PacketView packet)
    {
        var bucket = _slots![index].Bucket;
        var needed = _store!.PagesFor(index, packet.FragmentOffset, packet.FragmentBody.Length);
        while (_slots.PagesOf(bucket) + needed > _pageShare)
        {
            var oldest = _slots.OldestOf(bucket, pending: true, except: index);
            if (oldest < 0) return false;
            Counters.OverShare++;
            GiveUp(oldest, in packet);
        }

        while (_store.FreePages < needed)
        {
            var oldest = _slots.OldestPending == index ? _slots[index].AgeNext : _slots.OldestPending;
            if (oldest < 0) return false;
            Counters.Evicted++;
            GiveUp(oldest, in packet);
        }

        return true;
    }

    private void MakeRoomInShare(int bucket, ref readonly PacketView packet)
    {
        // What is finished goes first.
        var spent = _slots!.OldestOf(bucket, pending: false);
        if (spent < 0) Counters.OverShare++;
        GiveUp(spent >= 0 ? spent : _slots.OldestOf(bucket, pending: true), in packet);
    }

    private void MakeRoomForOne(ref readonly PacketView packet)
    {
        var spent = _slots!.OldestSpent;
        if (spent < 0) Counters.Evicted++;
        GiveUp(spent >= 0 ? spent : _slots.OldestPending, in packet);
    }

    private void GiveUp(int index, ref readonly PacketView last)
    {
        if (_slots![index].State == DatagramState.Pending) TellOf(index, in last);
        Release(index);
        _slots.Remove(index);
    }

    private void TellOf(int index, ref readonly PacketView last)
    {
        var beginning = _store!.Beginning(index);
        if (beginning.IsEmpty) return;
        var packet = default(PacketView);
        if (_slots![index].Origin.Decode(beginning, partial: true, in last, ref packet) == DecodeStatus.Ok) visitor.GivenUp(in packet);
    }

    private void Spend(int index, DatagramState state, long now)
    {
        Release(index);
        _slots!.Spend(index, state, now);
    }

    private void Release(int index)
    {
        _store!.Release(index);
        _slots!.AddPages(index, -_slots[index].Pages);
    }

    private void Allocate()
    {
        var datagrams = Math.Clamp(limits.Datagrams, 2, 32768);
        _slots = new DatagramSlots(datagrams, seed);
        _store = new FragmentStore(datagrams, Math.Clamp(limits.Pages, 2 * FragmentStore.MaxPages, ushort.MaxValue - 1));
        _whole = new byte[LongestDatagram];
    }
}
