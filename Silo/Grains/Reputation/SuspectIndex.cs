using System.Collections.Concurrent;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>
/// The keys of this silo's suspects, so that a stricter posture can judge them at once. Safe on any thread. Holds at most
/// <see cref="Capacity"/>: when full it forgets those whose score has decayed to clean, at most once a minute, and refuses and counts
/// what still finds no room; those are judged at their next evidence.
/// </summary>
public sealed class SuspectIndex(PolicyBoard board, int capacity = SuspectIndex.Capacity)
{
    public const int Capacity = 100_000;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _suspects = new();
    private readonly Lock _sweeping = new();
    private DateTimeOffset _sweptAt;
    private int _count;
    private long _overflow;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Suspects that found no room.</summary>
    public long Overflow => Interlocked.Read(ref _overflow);

    /// <summary>Takes note of a standing. Called by reputations, after each judgement that may have changed it.</summary>
    public void Note(Judgement judgement, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        if (judgement.Standing != Standing.Suspect)
        {
            if (_count > 0 && _suspects.TryRemove(judgement.Key, out _)) Interlocked.Decrement(ref _count);
            return;
        }

        var entry = new Entry(judgement.Score, now);
        if (_suspects.ContainsKey(judgement.Key))
        {
            _suspects[judgement.Key] = entry;
            return;
        }

        if (Count >= capacity) Sweep(now);
        if (Count >= capacity) Interlocked.Increment(ref _overflow);
        else if (_suspects.TryAdd(judgement.Key, entry)) Interlocked.Increment(ref _count);
    }

    /// <summary>The keys at this moment, in ordinal order.</summary>
    public string[] Keys()
    {
        var keys = _suspects.Keys.ToArray();
        Array.Sort(keys, StringComparer.Ordinal);
        return keys;
    }

    /// <summary>The keys whose score, decayed to a time, is at least this high; highest first.</summary>
    public string[] At(DateTimeOffset now, double least)
    {
        var policy = board.Reputation;
        return
        [
            .. _suspects.Select(suspect => (suspect.Key, Score: suspect.Value.Score * ReputationScore.Decay(policy, now - suspect.Value.At)))
                .Where(suspect => suspect.Score >= least)
                .OrderByDescending(suspect => suspect.Score)
                .Select(suspect => suspect.Key),
        ];
    }

    private void Sweep(DateTimeOffset now)
    {
        lock (_sweeping)
        {
            if (_sweptAt + SweepEvery > now) return;
            _sweptAt = now;
        }

        var policy = board.Reputation;
        foreach (var (key, entry) in _suspects)
        {
            if (entry.Score * ReputationScore.Decay(policy, now - entry.At) >= policy.SuspectFrom) continue;
            if (_suspects.TryRemove(key, out _)) Interlocked.Decrement(ref _count);
        }
    }

    private readonly record struct Entry(double Score, DateTimeOffset At);
}
