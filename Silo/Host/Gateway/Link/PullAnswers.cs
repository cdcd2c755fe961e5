using Orleans;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Link;

namespace Tegument.Silo.Host.Gateway.Link;

/// <summary>
/// What the ledger answers to pulls, asked and encoded once for all executors that stand at the same position: after a ban, all of them do.
/// An answer is shared while it is made and, when it is small, for a moment after; a move of the ledger ends the sharing. Safe on any thread.
/// </summary>
public sealed class PullAnswers(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Seconds that a ban has left are told a moment too long at most.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Positions at once; others ask for themselves.</summary>
    private const int Most = 16;

    /// <summary>Bytes; a larger answer is let go as soon as it is made.</summary>
    private const int Small = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly List<Shared> _shared = [];

    /// <summary>The ledger has changed: what was asked before does not say so.</summary>
    public void Moved()
    {
        lock (_lock) _shared.Clear();
    }

    /// <summary>The encoded frame that answers a pull from this position, null for a snapshot.</summary>
    /// <exception cref="Storage.StorageException">The ledger cannot be read.</exception>
    public Task<byte[]> Of(LedgerPosition? from)
    {
        lock (_lock)
        {
            _shared.RemoveAll(shared => shared.Answer.IsCompleted && (time.GetElapsedTime(shared.Asked) > Fresh || !shared.Answer.IsCompletedSuccessfully || shared.Answer.Result.Length > Small));
            foreach (var shared in _shared)
            {
                if (shared.From == from) return shared.Answer;
            }

            // Not under the lock: a snapshot takes a while, and grains in this process answer on the caller's thread.
            var answer = Task.Run(() => Ask(from));
            if (_shared.Count < Most)
            {
                var entry = new Shared(from, time.GetTimestamp(), answer);
                _shared.Add(entry);
                answer.ContinueWith(_ => LetGo(entry), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            return answer;
        }
    }

    private async Task<byte[]> Ask(LedgerPosition? from) =>
        LinkSocket.Encode(new DeltaFrame(await grains.GetGrain<IBanLedgerGrain>(IBanLedgerGrain.Key).Since(from)));

    private void LetGo(Shared entry)
    {
        if (entry.Answer.IsCompletedSuccessfully && entry.Answer.Result.Length <= Small) return;
        lock (_lock) _shared.Remove(entry);
    }

    private sealed record Shared(LedgerPosition? From, long Asked, Task<byte[]> Answer);
}
