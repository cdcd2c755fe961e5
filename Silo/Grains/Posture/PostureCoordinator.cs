using Microsoft.Extensions.Logging;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Silo.Bans;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Posture;

/// <summary>
/// Makes a change of posture true for those already judged: a stricter one judges this silo's suspects at once, a looser one ends the
/// automatic bans it would not have made. May be repeated without harm, on each silo.
/// </summary>
public sealed partial class PostureCoordinator(
    AutomaticBans automatic,
    SuspectIndex suspects,
    PolicyBoard board,
    ILogger<PostureCoordinator> log)
{
    // Suspects that were judged while the ledger could not be reached: no longer suspects, not yet in the ledger. At most an index full.
    private string[] _owed = [];

    /// <param name="before">Null when unknown: both is done.</param>
    /// <param name="after">What the silo's board shows already.</param>
    /// <exception cref="Exception">The ledger or a reputation could not be reached; to be tried again.</exception>
    public async Task<PostureEffect> Apply(PostureLevel? before, PostureSnapshot after)
    {
        var policy = board.Reputation;
        var ended = 0;
        var made = 0;
        if (before is null || after.Level < before)
        {
            var reason = $"posture {WireName.Of(after.Level)}: {after.Reason}";
            ended = (await automatic.EndBelow(policy.BansFrom(after.Level), after.SetBy, reason)).Length;
        }

        if ((before is null || after.Level > before) && policy.ThresholdOf(after.Level) is not null) made = await JudgeSuspects();
        LogApplied(WireName.Of(after.Level), after.Version, made, ended);
        return new PostureEffect(made, ended);
    }

    private async Task<int> JudgeSuspects()
    {
        var keys = suspects.Keys();
        var owed = Interlocked.Exchange(ref _owed, []);
        if (owed.Length > 0) keys = [.. keys.Union(owed).Take(SuspectIndex.Capacity)];
        try
        {
            return await automatic.Judge(keys);
        }
        catch
        {
            Interlocked.Exchange(ref _owed, keys);
            throw;
        }
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Information, Message = "Posture {Posture} (version {Version}) banned {Made} suspects and ended {Ended} bans")]
    private partial void LogApplied(string posture, long version, int made, int ended);
}
