using Microsoft.Extensions.Logging;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Reputation;

/// <summary>
/// Fills the index of suspects from what was stored before a restart, so that a stricter posture judges them as well, and sweeps out states
/// that no longer say anything. Run once, before the posture is read and evidence is taken.
/// </summary>
/// <param name="stored">Null where the storage cannot be looked over: then suspects are judged at their next evidence.</param>
public sealed partial class SuspectRecovery(
    SuspectIndex suspects, PolicyBoard board, TimeProvider time, ILogger<SuspectRecovery> log, IStoredReputations? stored = null)
{
    // After 16 half-lives nothing is left of any score: 65,536 points would be one.
    private const int SpentAfterHalfLives = 16;

    /// <summary>Answers how many suspects were found. A storage that fails is no reason not to start: it is told.</summary>
    public async Task<int> Run()
    {
        if (stored is null) return 0;
        var now = time.GetUtcNow();
        try
        {
            var found = await Find(stored, now);
            LogFound(found, await Sweep(stored, now));
            return found;
        }
        catch (Exception error)
        {
            LogFailed(error);
            return suspects.Count;
        }
    }

    private Task<int> Sweep(IStoredReputations states, DateTimeOffset now)
    {
        var policy = board.Reputation;

        // Whoever has no strikes was never banned for longer than the first step.
        var clean = now - Spent(policy) - policy.Ladder.First - policy.IncidentOverAfter;
        return states.Forget(clean, clean - policy.Ladder.Longest - policy.Ladder.StrikesFadeAfter);
    }

    private static TimeSpan Spent(ReputationPolicy policy) => policy.HalfLife * SpentAfterHalfLives;

    private async Task<int> Find(IStoredReputations states, DateTimeOffset now)
    {
        var policy = board.Reputation;
        var found = 0;
        var all = await states.Read(now - Spent(policy), SuspectIndex.Capacity, (key, state) =>
        {
            ReputationMemory.Settle(state, policy, now);
            var score = ReputationScore.Of(policy, state);
            if (state.Ban is not null || score < policy.SuspectFrom) return;
            suspects.Note(new Judgement(key, Standing.Suspect, score, null, null), state.At);
            found++;
        });
        if (!all) LogMore(SuspectIndex.Capacity);
        return found;
    }

    [LoggerMessage(EventId = 210, Level = LogLevel.Information, Message = "{Suspects} stored suspects found, {Swept} old reputations forgotten")]
    private partial void LogFound(int suspects, int swept);

    [LoggerMessage(EventId = 212, Level = LogLevel.Warning, Message = "Stored suspects could not be looked for; they are judged at their next evidence")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "Only {Limit} stored reputations were looked at; the rest are judged at their next evidence")]
    private partial void LogMore(int limit);
}
