using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Policy.Simulation;

/// <summary>Judges one source's recorded evidence by one policy, as its reputation would have from a clean start. Pure.</summary>
internal sealed class SubjectReplay(SimulatedPolicy policy, IpPrefix subject)
{
    private readonly ReputationState _state = new();
    private BanDecision? _first;
    private BanDecision? _last;
    private int _bans;
    private double _score;
    private string? _note;

    /// <param name="events">In the order of their times.</param>
    /// <param name="postures">In the order of their times, the first at or before all evidence.</param>
    public SimulatedOutcome Run(List<RecordedEvidence> events, IReadOnlyList<PostureStep> postures)
    {
        var step = 0;
        foreach (var evidence in events)
        {
            while (step + 1 < postures.Count && postures[step + 1].At <= evidence.At) Turn(postures[step++].Level, postures[step]);
            var claim = new SensorEvidence(evidence.Sensor, evidence.Start, [Alone(evidence)]);
            Note(ReputationJudge.Observe(_state, subject, claim, Context(postures[step].Level, evidence.At)));
        }

        while (step + 1 < postures.Count) Turn(postures[step++].Level, postures[step]);
        return new SimulatedOutcome(_first, _bans, _score, _first is null ? _note : null);
    }

    /// <summary>As the silo does: a looser posture ends what it would not have banned, a stricter one judges suspects.</summary>
    private void Turn(PostureLevel before, PostureStep after)
    {
        var context = Context(after.Level, after.At);
        if (after.Level < before && _state.Ban is { } ban && !context.Bans(ban.Score)) ReputationJudge.Lift(_state, context);
        else if (after.Level > before) Note(ReputationJudge.Judge(_state, subject, context));
    }

    private void Note(Judgement judgement)
    {
        _score = Math.Max(_score, judgement.Score);
        _note = judgement.Note ?? _note;
        if (judgement.Ban is not { } ban || ReferenceEquals(ban, _last)) return;
        _last = ban;
        _first ??= ban;
        _bans++;
    }

    // Whoever is judged alone is not vouched for by his neighbours: as ingest has it.
    private Contracts.Evidence.EvidenceItem Alone(RecordedEvidence evidence) =>
        subject.IsSingle && evidence.Item.NetworkConversation is not null ? evidence.Item with { NetworkConversation = null } : evidence.Item;

    private JudgementContext Context(PostureLevel posture, DateTimeOffset now) => new(policy.Policy, posture, now, policy.Protection);
}
