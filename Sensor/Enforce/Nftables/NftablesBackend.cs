using Tegument.Sensor.Enforce.Lockdown;
using Tegument.Sensor.Native.Netlink;
using Tegument.Sensor.Native.Nftables;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Holds bans in the kernel: table <c>inet tegument</c>, nobody else's rules are touched. Writes through libnftables, reads through streamed
/// netlink dumps. Opened and used on one thread, in that thread's network namespace; needs CAP_NET_ADMIN.
/// </summary>
public sealed class NftablesBackend : IEnforcementBackend
{
    private readonly NftablesOptions _options;
    private readonly EnforcementClock _clock;
    private readonly NftablesContext _nft;
    private readonly Ruleset _ruleset;
    private readonly LockdownChains _lockdown;
    private readonly CommandText _text = new();
    private readonly ForeignChangeWatch _watch;
    private NftablesReader _reader;
    private LockdownWish? _held;
    private bool _damaged;
    private long _commits;
    private long _refusedCommits;
    private long _rebuilds;

    private NftablesBackend(NftablesOptions options, EnforcementClock clock)
    {
        _options = options.Validated();
        _clock = clock;
        _ruleset = new Ruleset(_options);
        _lockdown = new LockdownChains(_options.Table);
        _nft = NftablesContext.Open();
        try
        {
            _reader = new NftablesReader();
            _watch = new ForeignChangeWatch(() => ForeignChange?.Invoke());
        }
        catch
        {
            _reader?.Dispose();
            _nft.Dispose();
            throw;
        }
    }

    /// <summary>Opens the kernel's side and makes our table if it is missing; bans that an earlier run left there stay.</summary>
    /// <exception cref="NftablesException">libnftables is missing, or the table cannot be made; the message says why.</exception>
    /// <exception cref="NetlinkException">The kernel refuses the sockets.</exception>
    public static NftablesBackend Open(NftablesOptions options, EnforcementClock clock)
    {
        var backend = new NftablesBackend(options, clock);
        try
        {
            // What an earlier run left is adopted, counters included, before the chain is made anew.
            _ = backend._ruleset.FindDamage(backend._reader);
            if (backend.Repair() is { } error) throw new NftablesException($"nftables: {error}");
            backend._watch.Start();
            return backend;
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    public string Name => "nftables";

    public bool Enforces => true;

    public BackendStatistics Statistics => new(_commits, _refusedCommits, _rebuilds, _ruleset.DroppedPackets);

    public event Action? ForeignChange;

    public ApplyResult Apply(BanChange[] changes)
    {
        Array.Sort(changes, static (a, b) => BanSet.Of(a.Prefix).CompareTo(BanSet.Of(b.Prefix)));
        foreach (var change in changes)
        {
            if (change.Kind != BanChangeKind.Remove && _ruleset.Want(BanSet.Of(change.Prefix))) _damaged = true;
        }

        // Nothing can be removed from a set that never was.
        if (!Array.TrueForAll(changes, Holds)) changes = Array.FindAll(changes, Holds);
        if (_damaged && Repair() is { } error) return new ApplyResult(0, [], changes.Length, error);
        var search = new CulpritSearch(Commit, _options.MaxRefusalsPerApply);
        var intact = false;
        foreach (var batch in changes.Chunk(_options.BatchSize))
        {
            if (!intact)
            {
                if (Commit(batch) is not { } reason)
                {
                    search.Count(batch.Length);
                    continue;
                }

                // The refusal may be the structure's fault rather than an element's: put that right before culprits are sought.
                if (Repair() is { } failure) return new ApplyResult(search.Applied, [], changes.Length - search.Applied, $"{reason}; {failure}");
                intact = true;
            }

            search.Run(batch);
        }

        return new ApplyResult(search.Applied, search.Refused, search.Deferred, search.Error);
    }

    public ReadBackResult ReadBack(IHeldBanVisitor visitor, Func<bool>? interrupt = null)
    {
        try
        {
            var damage = _ruleset.FindDamage(_reader);
            _damaged = damage is not null;
            var translator = new ElementTranslator(visitor);
            foreach (var set in _ruleset.Sets)
            {
                translator.Set = set;
                if (ReadSet(set, translator, interrupt)) continue;
                ReopenReader();
                return new ReadBackResult(null, null, IsInterrupted: true);
            }

            return new ReadBackResult(null, damage);
        }
        catch (NetlinkException e)
        {
            ReopenReader();
            return new ReadBackResult(e.Message, null);
        }
    }

    public LockdownProof Lockdown(LockdownWish wish)
    {
        try
        {
            // What an earlier run made is not known to be whole: it is made anew, and not counted as a repair.
            var isFirst = !_lockdown.IsMade;
            var damage = isFirst ? "not made yet" : _lockdown.FindDamage(_reader);
            var difference = damage is null ? _lockdown.FindDifference(_reader, wish, _clock) : null;
            var isAnother = _lockdown.Differs(wish);
            if (damage is null && difference is null && !isAnother) return LockdownProof.Fine;
            if (Counted(_nft.Run(_lockdown.Commands(_reader, wish, damage is not null, _clock.NowMs))) is { } error) return new LockdownProof(error, null);
            if (damage is not null || isAnother) _lockdown.Learn(_reader, wish);
            var fault = _lockdown.FindDamage(_reader) ?? _lockdown.FindDifference(_reader, wish, _clock);
            return new LockdownProof(fault, isFirst ? null : damage ?? (wish == _held && difference != LockdownElements.RenewalDue ? difference : null));
        }
        catch (NetlinkException e)
        {
            ReopenReader();
            return new LockdownProof(e.Message, null);
        }
        finally
        {
            _held = wish;
        }
    }

    public string? Flush()
    {
        var error = _nft.Run(RulesetText.Flush(_options.Table));
        if (error is null) _ruleset.Forget();
        if (error is null) _lockdown.Forget();
        _damaged = true;
        return error;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _reader.Dispose();
        _nft.Dispose();
    }

    private bool Holds(BanChange change) => _ruleset.Knows(BanSet.Of(change.Prefix));

    private bool ReadSet(BanSet set, ElementTranslator translator, Func<bool>? interrupt)
    {
        try
        {
            return _reader.Elements(_options.Table, set.Name, translator, interrupt);
        }
        catch (NetlinkException e) when (e.IsNotFound)
        {
            // A missing set holds nothing; the damage is reported already.
            return true;
        }
    }

    private void ReopenReader()
    {
        _reader.Dispose();
        _reader = new NftablesReader();
    }

    private string? Commit(ReadOnlySpan<BanChange> changes)
    {
        _text.Clear();
        ElementCommands.Write(_text, _options.Table, changes, _clock.NowMs);
        if (_text.IsEmpty) return null;
        return Counted(_nft.Run(_text.Close()));
    }

    private string? Repair()
    {
        try
        {
            var error = Counted(_nft.Run(_ruleset.RepairCommands(_reader)));
            if (error is not null) return $"cannot make table inet {_options.Table}: {error}";
            _rebuilds++;
            _damaged = !_ruleset.Learn(_reader);
            return _damaged ? $"the rules of table inet {_options.Table} are not what was asked for" : null;
        }
        catch (NetlinkException e)
        {
            return e.Message;
        }
    }

    private string? Counted(string? error)
    {
        if (error is null) _commits++;
        else _refusedCommits++;
        return error;
    }
}
