using System.Collections.Concurrent;
using System.Security.Cryptography;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Feeds;

/// <summary>
/// Keeps the policy's block lists: asks for each when it is due, believes it or not, bans what it names, lifts what it names no more. A list
/// that cannot be had or is not believed changes nothing; what it said before stands until its time is over.
/// </summary>
public sealed partial class FeedRunner(
    PolicyBoard policy, FeedStore store, FeedFetcher fetcher, FeedLedger ledger, IProtectionRules protection, AuditLog audit, TimeProvider time, ILogger<FeedRunner> log)
    : BackgroundService
{
    private const int AtOnce = 4;

    /// <summary>Bans are given their full time anew once this share of it is gone.</summary>
    private const double RenewAfter = 1.0 / 3;

    private static readonly DateTimeOffset NeverBanned = DateTimeOffset.UnixEpoch;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, FeedSubscription> _feeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FeedSource[]? _wanted;

    /// <summary>In the policy's order.</summary>
    public FeedView[] Views()
    {
        var now = time.GetUtcNow();
        return [.. policy.Current.Feeds.Select(source => _feeds.GetValueOrDefault(source.Name) ?? Fresh(source, null)).Select(feed => feed.View(now))];
    }

    /// <summary>What a list names, as last taken; null when there is no such list.</summary>
    public IReadOnlySet<IpPrefix>? Entries(string name) =>
        _feeds.TryGetValue(name, out var feed) ? feed.Taken?.Entries ?? (IReadOnlySet<IpPrefix>)new HashSet<IpPrefix>() : null;

    /// <summary>Asks for a list now. Null when there is no such list.</summary>
    public async Task<FeedView?> Refresh(string name, CancellationToken cancel)
    {
        await Sync();
        if (!_feeds.TryGetValue(name, out var feed)) return null;
        await Turn(feed, cancel);
        return _feeds.GetValueOrDefault(name)?.View(time.GetUtcNow());
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Sync();
                var now = time.GetUtcNow();
                var due = _feeds.Values.Where(feed => feed.Due <= now).OrderBy(feed => feed.Due).Take(AtOnce).ToArray();
                await Task.WhenAll(due.Select(feed => Turn(feed, stoppingToken)));
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }

            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The subscriptions that the policy wants. What a list banned that is gone, or only observed now, is lifted.</summary>
    private async Task Sync()
    {
        await _turn.WaitAsync();
        try
        {
            var wanted = policy.Current.Feeds;
            if (ReferenceEquals(wanted, _wanted)) return;
            var known = _wanted is null ? store.Load() : _feeds.Where(feed => feed.Value.Taken is not null).ToDictionary(feed => feed.Key, feed => feed.Value.Taken!);
            var names = wanted.ToDictionary(source => source.Name, StringComparer.Ordinal);
            foreach (var source in wanted)
            {
                var before = _feeds.GetValueOrDefault(source.Name);
                if (before?.Source == source) continue;
                var taken = known.GetValueOrDefault(source.Name);
                if (before?.Source.Action == FeedAction.Observe) taken = taken is null ? null : taken with { Renewed = NeverBanned };
                _feeds[source.Name] = Fresh(source, taken);
            }

            foreach (var (name, taken) in known)
            {
                if (names.TryGetValue(name, out var source) && source.Action == FeedAction.Ban) continue;
                await Drop(name, taken, source is null ? "no longer subscribed to" : "only observed now");
                if (source is not null) continue;
                await store.Forget(name);
                _feeds.TryRemove(name, out _);
            }

            foreach (var name in _feeds.Keys.Where(name => !names.ContainsKey(name))) _feeds.TryRemove(name, out _);
            _wanted = wanted;
        }
        finally
        {
            _turn.Release();
        }
    }

    private FeedSubscription Fresh(FeedSource source, FeedTaken? taken) =>
        new(source, taken, FeedState.Waiting, null, taken?.Renewed > NeverBanned ? taken.Entries.Count : 0, null, time.GetUtcNow(), 0);

    private async Task Drop(string name, FeedTaken taken, string why)
    {
        var actor = FeedLedger.Actor(new FeedSource { Name = name });
        var lifted = await ledger.Lift(actor, $"{name} is {why}", NamedByNoOther(name, taken.Entries));
        if (lifted == 0) return;
        await audit.Append(new AuditRecord(actor, "local", "feed", name, why, Before: $"{taken.Entries.Count} entries", After: $"{lifted} bans lifted"));
    }

    private async Task Turn(FeedSubscription feed, CancellationToken cancel)
    {
        var next = await Next(feed, cancel);
        next = next with { Checked = time.GetUtcNow(), Failures = next.State is FeedState.Unreachable or FeedState.NotApplied ? feed.Failures + 1 : 0 };
        next = next with { Due = time.GetUtcNow() + (next.Wait() * (1 + (Random.Shared.NextDouble() / 10))) };
        if (next.Detail is { } detail && (detail != feed.Detail || next.State != feed.State)) LogTrouble(feed.Source.Name, detail);
        _feeds.TryUpdate(feed.Source.Name, next, feed);
    }

    private async Task<FeedSubscription> Next(FeedSubscription feed, CancellationToken cancel)
    {
        var source = feed.Source;
        var known = feed.Taken?.Url == source.Url ? feed.Taken : null;
        var fetch = await fetcher.Get(source.Url, known, source.MaxBytes, cancel);
        if (fetch.Fault is { } fault) return feed with { State = FeedState.Unreachable, Detail = fault };
        try
        {
            var hash = fetch.Body is null ? known!.Hash : SHA256.HashData(fetch.Body);
            if (known is not null && (fetch.Body is null || hash.AsSpan().SequenceEqual(known.Hash))) return await Renew(feed, known with { ETag = fetch.ETag, Modified = fetch.Modified });
            var content = await Task.Run(() => FeedReader.Read(source, fetch.Body!), cancel);
            var (refusal, entries, skipped) = FeedGuard.Check(source, content, protection);
            return refusal is null
                ? await Take(feed, new FeedTaken(source.Url, fetch.ETag, fetch.Modified, hash, time.GetUtcNow(), source.Action == FeedAction.Ban ? time.GetUtcNow() : NeverBanned, skipped, entries.ToHashSet()), content)
                : await Refuse(feed, refusal);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            LogNotApplied(source.Name, error);
            return feed with { State = FeedState.NotApplied, Detail = $"could not be applied: {error.Message.ReplaceLineEndings(" ")}" };
        }
    }

    private async Task<FeedSubscription> Renew(FeedSubscription feed, FeedTaken taken)
    {
        var bans = feed.Bans;
        if (feed.Source.Action == FeedAction.Ban && time.GetUtcNow() - taken.Renewed >= feed.Source.Ttl * RenewAfter)
        {
            bans = await ledger.Ban(feed.Source, taken.Entries.ToArray());
            taken = taken with { Renewed = time.GetUtcNow() };
            await store.Save(feed.Source.Name, taken);
        }

        return feed with { Taken = taken, State = FeedState.Unchanged, Detail = null, Bans = bans };
    }

    private async Task<FeedSubscription> Take(FeedSubscription feed, FeedTaken taken, FeedContent content)
    {
        var source = feed.Source;
        var before = feed.Taken?.Entries ?? (IReadOnlySet<IpPrefix>)new HashSet<IpPrefix>();
        var gone = before.Where(entry => !taken.Entries.Contains(entry)).ToHashSet();
        long bans = 0, lifted = 0;
        if (source.Action == FeedAction.Ban)
        {
            bans = await ledger.Ban(source, taken.Entries.ToArray());
            lifted = await ledger.Lift(FeedLedger.Actor(source), $"no longer listed by {source.Name}", NamedByNoOther(source.Name, gone));
        }

        await store.Save(source.Name, taken);
        await audit.Append(new AuditRecord(
            FeedLedger.Actor(source), FeedSubscription.Shown(source.Url), "feed", source.Name, "the list changed",
            Before: $"{before.Count} entries", After: $"{taken.Entries.Count} entries, {taken.Entries.Count - (before.Count - gone.Count)} new, {gone.Count} gone, {lifted} bans lifted"));
        var left = content.Junk + taken.Skipped == 0 ? null : $"left out: {taken.Skipped} protected, {content.Junk} of {content.Lines} lines no addresses";
        return feed with { Taken = taken, State = FeedState.Taken, Detail = left, Bans = bans };
    }

    private async Task<FeedSubscription> Refuse(FeedSubscription feed, string why)
    {
        var stands = feed.Taken is null ? "nothing was taken" : $"its {feed.Taken.Entries.Count} entries of before stand until their time is over";
        var detail = $"refused: {why}; {stands}";
        if (feed.Detail != detail)
        {
            await audit.Append(new AuditRecord(
                FeedLedger.Actor(feed.Source), FeedSubscription.Shown(feed.Source.Url), "feed", feed.Source.Name, "the list changed", Outcome: $"refused: {why}"));
        }

        return feed with { State = FeedState.Refused, Detail = detail };
    }

    private IpPrefix[] NamedByNoOther(string name, IReadOnlySet<IpPrefix> entries)
    {
        var others = _feeds.Values.Where(feed => feed.Source.Name != name && feed.Source.Action == FeedAction.Ban && feed.Taken is not null).Select(feed => feed.Taken!.Entries).ToArray();
        return [.. entries.Where(entry => !Array.Exists(others, other => other.Contains(entry)))];
    }

    [LoggerMessage(EventId = 700, Level = LogLevel.Warning, Message = "Block list {Feed}: {Detail}")]
    private partial void LogTrouble(string feed, string detail);

    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "Block list {Feed} could not be applied; it is tried again")]
    private partial void LogNotApplied(string feed, Exception error);

    [LoggerMessage(EventId = 702, Level = LogLevel.Error, Message = "The block lists could not be looked after; it is tried again")]
    private partial void LogFailed(Exception error);
}
