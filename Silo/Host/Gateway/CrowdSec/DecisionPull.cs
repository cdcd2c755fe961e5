using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// What one pull of a stream brings: decisions that are new to the bouncer, and those that are over. Prepared at one moment; the new ones
/// are read while they are sent.
/// </summary>
/// <remarks>
/// Bouncers keep the end of a value that they have already, whatever they are told later. So each end that a bouncer was told is looked at
/// again when it has come: where another ban of the value stands, the value is announced anew, else it is deleted.
/// </remarks>
internal sealed class DecisionPull(DecisionReader reader, DecisionFilter filter, DateTimeOffset now)
{
    /// <summary>More changes are read with the whole ledger instead of one by one.</summary>
    private const int MaxLookUps = 2000;

    /// <summary>
    /// Where the ledger no longer remembers what was lifted, ends this long before the last pull are told again: a lift's time is the wall
    /// clock's, and telling twice harms nobody.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>A bouncer's kernel ends a ban a little later than we do, and until then ignores a new one.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly Dictionary<IpPrefix, Ban> _again = [];
    private readonly List<BanEnd> _over = [];
    private Ban[]? _changed;
    private long _after;

    /// <summary>Where the bouncer stands once it has all this.</summary>
    public LedgerPosition Position { get; private set; } = new("", 0, 0);

    public IReadOnlyList<BanEnd> Over => _over;

    /// <param name="ledger">Where the ledger stands.</param>
    /// <param name="known">Where the bouncer stands, if it does not start and we know it.</param>
    /// <param name="startup">It holds nothing, so nothing needs to be taken from it.</param>
    public async Task Prepare(LedgerPosition ledger, Bouncer? known, bool startup, BouncerStore store)
    {
        Position = ledger;
        if (startup)
        {
            _after = 0;
            return;
        }

        var since = known is { } bouncer && bouncer.Position.Ledger == ledger.Ledger && bouncer.Position.Revision <= ledger.Revision ? bouncer : null;
        _after = since?.Position.Revision ?? 0;
        var lifted = new List<IpPrefix>();
        if (since is null)
        {
            await Ends(store.Ends(DateTimeOffset.MinValue, now), lifted, DateTimeOffset.MinValue);
            return;
        }

        var remembered = await Changes(since.Position, ledger, lifted);
        var from = remembered ? since.Pulled : since.Pulled - Overlap;
        await Ends(store.Ends(from - Slack, now), lifted, from);
    }

    /// <summary>The new decisions, one per value.</summary>
    public async IAsyncEnumerable<Decision> New([EnumeratorCancellation] CancellationToken cancel)
    {
        if (filter.Nothing) yield break;
        if (_changed is not null)
        {
            foreach (var ban in _changed) yield return Decision.Of(ban, now);
        }
        else
        {
            await foreach (var ban in reader.ChangedAfter(_after, filter, cancel))
            {
                _again.Remove(ban.Prefix);
                yield return Decision.Of(ban, now);
            }
        }

        foreach (var ban in _again.Values) yield return Decision.Of(ban, now);
    }

    /// <summary>
    /// Small changes are looked up; large ones, and those the ledger no longer remembers (then false), are found by their revision.
    /// </summary>
    private async Task<bool> Changes(LedgerPosition from, LedgerPosition to, List<IpPrefix> lifted)
    {
        if (from.Revision == to.Revision)
        {
            _changed = [];
            return true;
        }

        var delta = await reader.Since(from);
        Position = delta.Position;
        if (delta.IsSnapshot) return false;
        lifted.AddRange(delta.Entries.Where(entry => entry.SecondsLeft <= 0).Select(entry => entry.Prefix));
        if (delta.Entries.Length > MaxLookUps) return true;
        var changed = new List<Ban>();
        foreach (var entry in delta.Entries.Where(entry => entry.SecondsLeft > 0))
        {
            if (await reader.Exact(entry.Prefix, filter) is { } ban) changed.Add(ban);
            else lifted.Add(entry.Prefix); // What is left of its bans is not wanted, or has ended this moment.
        }

        _changed = [.. changed];
        return true;
    }

    /// <param name="from">Ends up to here were told as such already.</param>
    private async Task Ends(List<BanEnd> ends, List<IpPrefix> lifted, DateTimeOffset from)
    {
        var latest = lifted.Distinct().ToDictionary(prefix => prefix, _ => now);
        foreach (var end in ends)
        {
            if (!latest.TryGetValue(end.Prefix, out var at) || end.At > at) latest[end.Prefix] = end.At;
        }

        var announced = _changed?.Select(ban => ban.Prefix).ToHashSet() ?? [];
        var due = ends.Where(end => end.At <= now - Slack).Select(end => end.Prefix).ToHashSet();
        foreach (var (prefix, at) in latest)
        {
            if (announced.Contains(prefix)) continue;
            if (await reader.Exact(prefix, filter) is not { } ban)
            {
                if (at > from) _over.Add(new BanEnd(prefix, at));
            }
            else if (due.Contains(prefix)) _again[prefix] = ban;
        }
    }
}
