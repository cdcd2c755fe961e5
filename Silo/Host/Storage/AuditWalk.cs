using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>One walk along the chain of the audit log, oldest entry first. The first entry that is kept is taken as it is: what stood before it is gone.</summary>
internal sealed class AuditWalk((long Id, string Hash)? known)
{
    private long _first;
    private long _last;
    private long _checked;
    private long _unchained;
    private string? _head;
    private bool _foundKnown;
    private string? _fault;
    private long _faultAt;

    /// <summary>False once the chain is broken.</summary>
    public bool Take(AuditEntry entry)
    {
        if (_first == 0) _first = entry.Id;
        if (entry.Hash is null)
        {
            if (_head is not null) return Broken(entry.Id, "it has no hash, though older ones have");
            _unchained++;
            _last = entry.Id;
            return true;
        }

        if (_last != 0 && entry.Id != _last + 1) return Broken(entry.Id, $"the entries between {_last} and it are gone");
        var before = _head is null ? AuditChain.Root : Convert.FromHexString(_head);

        // The oldest kept entry follows one that is forgotten, so only its number and content among the next hash vouch for it.
        var isAnchor = _head is null && _unchained == 0 && entry.Id > 1;
        if (!isAnchor && Convert.ToHexStringLower(AuditChain.HashOf(before, entry)) != entry.Hash) return Broken(entry.Id, "its content, or the entry before it, was changed");
        if (known is { } kept && kept.Id == entry.Id)
        {
            _foundKnown = true;
            if (!kept.Hash.Equals(entry.Hash, StringComparison.OrdinalIgnoreCase)) return Broken(entry.Id, "its hash is not the one that was kept elsewhere");
        }

        (_last, _head) = (entry.Id, entry.Hash);
        _checked++;
        return true;
    }

    /// <param name="sequence">The highest number that was ever given.</param>
    public AuditVerification Result(long sequence)
    {
        if (_fault is null && sequence > _last) (_faultAt, _fault) = (_last + 1, "the entries from it on are gone");
        if (_fault is null && _first > 1 && _last - _first + 1 < AuditLog.MaxEntries) (_faultAt, _fault) = (_first, "the entries before it are gone, though it is not a million back");
        if (_fault is null && known is { } kept && !_foundKnown)
            (_faultAt, _fault) = (kept.Id, kept.Id > _last ? "it is gone from the end" : "it is older than the oldest entry with a hash");
        return new AuditVerification(_fault is null, _first, _last, _checked, _unchained, _head, _fault is null ? null : _faultAt, _fault);
    }

    private bool Broken(long id, string fault)
    {
        (_faultAt, _fault) = (id, fault);
        return false;
    }
}
