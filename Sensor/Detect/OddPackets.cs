using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;
using Tegument.Sensor.Decode.Tunnels;
using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect;

/// <summary>
/// What stands between decode and flows for the few packets that are not whole or not well-formed: fragments wait here until their datagram
/// is complete, faults are counted and become evidence. One per capture thread; allocates once, at the first fragment.
/// </summary>
internal sealed class OddPackets : IFragmentVisitor
{
    /// <summary>Fragmented tunnels around fragmented packets: as deep as tunnels go.</summary>
    private const int MaxLevels = 4;

    private readonly DecodeFaults _faults;
    private readonly TunnelCounts _tunnels;
    private readonly FlowTracker _tracker;
    private readonly MalformedDetector _malformed;
    private readonly FragmentTable _fragments;
    private long _now;

    public OddPackets(DecodeFaults faults, TunnelCounts tunnels, FlowTracker tracker, MalformedDetector malformed, FragmentLimits limits, ulong seed)
    {
        (_faults, _tunnels, _tracker, _malformed) = (faults, tunnels, tracker, malformed);
        _fragments = new FragmentTable(limits, seed, this);
    }

    public FragmentCounters Fragments => _fragments.Counters;

    /// <summary>Packets with a fault of their own (what is merely not IP is none).</summary>
    public long Malformed { get; private set; }

    /// <summary>Takes a packet that is a fragment, or whose status is not Ok.</summary>
    public void Take(ref PacketView packet, DecodeStatus status, long now)
    {
        _now = now;
        if (packet.IsFragment) TakeFragment(ref packet, status);
        else Judge(in packet, status);
    }

    /// <summary>Gives up datagrams that were not completed in time, or all of them at the end of a capture.</summary>
    public void Expire(long now, bool everything)
    {
        _now = now;
        _fragments.Expire(now, everything);
    }

    void IFragmentVisitor.GivenUp(ref readonly PacketView packet) => _tracker.Observe(in packet, _now);

    private void TakeFragment(ref PacketView packet, DecodeStatus status)
    {
        PacketView whole = default;
        for (var level = 0; level < MaxLevels; level++)
        {
            var outcome = _fragments.Take(in packet, _now, ref whole, out var wholeStatus);
            if (outcome == FragmentOutcome.Refused) break;
            if (level == 0 || status == DecodeStatus.FragmentTiny) CountFragment(in packet, status);
            if (outcome == FragmentOutcome.Conflict) _malformed.Overlap(in packet, _now);
            _tracker.ObserveFragment(in packet, _now);
            if (outcome != FragmentOutcome.Whole) return;
            if (whole.Encapsulations > packet.Encapsulations) _tunnels.Count(whole.Tunnels & ~packet.Tunnels);
            packet = whole;
            status = wholeStatus;
            if (packet.IsFragment) continue;
            if (status == DecodeStatus.Ok) _tracker.Observe(in packet, _now);
            else Judge(in packet, status);
            return;
        }

        Judge(in packet, status);
        // What cannot be put together is part of a flood all the same.
        if (status != DecodeStatus.Ok) _tracker.ObserveFragment(in packet, _now);
    }

    // Each frame has one status; what its transport header is worth shows when the datagram is whole.
    private void CountFragment(ref readonly PacketView packet, DecodeStatus status)
    {
        if (status == DecodeStatus.FragmentTiny) Judge(in packet, status);
        else _faults.Count(DecodeStatus.Ok);
    }

    private void Judge(ref readonly PacketView packet, DecodeStatus status)
    {
        _faults.Count(status);
        if (status == DecodeStatus.Ok)
        {
            _tracker.Observe(in packet, _now);
        }
        else if (status != DecodeStatus.NotIp)
        {
            Malformed++;
            _malformed.Observe(status, in packet, _now);
        }
    }
}
