using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect;

/// <summary>
/// The few destination ports that tell most of an incident: those hit most, the first ones among equals; hits beyond 65,535 are equal. A part of its incident, never
/// copied; allocates only when it is told after it changed. One thread.
/// </summary>
public struct AimedPorts
{
    private Slots _slots;
    private int[]? _told;
    private byte _count;

    /// <summary>The port was hit so many times more.</summary>
    public void Hit(ushort port, long times = 1)
    {
        var at = Find(port);
        Know(port, at, times + (at < _count ? _slots[at].Hits : 0));
    }

    /// <summary>The port was hit so many times in all.</summary>
    public void Know(ushort port, long hits) => Know(port, Find(port), hits);

    public void Clear()
    {
        _count = 0;
        _told = null;
    }

    /// <summary>Those hit most first; null when none is known. The array is never changed again.</summary>
    public int[]? Told()
    {
        if (_count == 0) return null;
        if (_told is null)
        {
            _told = new int[_count];
            for (var i = 0; i < _count; i++) _told[i] = _slots[i].Port;
        }

        return _told;
    }

    private readonly int Find(ushort port)
    {
        for (var i = 0; i < _count; i++)
            if (_slots[i].Port == port) return i;
        return _count;
    }

    // The slots stand in order: a port moves up past those that were hit less.
    private void Know(ushort port, int at, long hits)
    {
        hits = Math.Min(hits, ushort.MaxValue);
        if (at == EvidenceItem.MaxTopPorts)
        {
            if (hits <= _slots[--at].Hits) return;
            _told = null;
        }
        else if (at == _count)
        {
            _count++;
            _told = null;
        }

        for (; at > 0 && _slots[at - 1].Hits < hits; at--)
        {
            _slots[at] = _slots[at - 1];
            _told = null;
        }

        _slots[at] = new Slot(port, (ushort)hits);
    }

    private readonly record struct Slot(ushort Port, ushort Hits);

    [InlineArray(EvidenceItem.MaxTopPorts)]
    private struct Slots
    {
        private Slot _first;
    }
}
