using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>The changes of one round, at most one for a prefix: a batch that deletes an element twice would be refused. One thread.</summary>
public sealed class BanChanges
{
    private readonly Dictionary<IpPrefix, BanChange> _changes = [];

    public int Count => _changes.Count;

    public void Add(IpPrefix prefix, long deadlineMs)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, prefix, out var known);

        // After any earlier change of this round the kernel's state is open; a refresh is right whichever it is.
        change = new BanChange(prefix, known ? BanChangeKind.Refresh : BanChangeKind.Add, deadlineMs);
    }

    public void Refresh(IpPrefix prefix, long deadlineMs) => _changes[prefix] = new BanChange(prefix, BanChangeKind.Refresh, deadlineMs);

    public void Remove(IpPrefix prefix) => _changes[prefix] = new BanChange(prefix, BanChangeKind.Remove, 0);

    public void Clear()
    {
        // One large snapshot must not keep its memory for good.
        if (_changes.Count > 4096)
        {
            _changes.Clear();
            _changes.TrimExcess();
            return;
        }

        _changes.Clear();
    }

    public BanChange[] ToArray() => [.. _changes.Values];
}
