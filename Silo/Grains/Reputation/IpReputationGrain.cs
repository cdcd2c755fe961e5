using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Reputation;

/// <summary>
/// Remembers and judges one source. Stores its state when the standing or the ban changes, before it answers, and on deactivation,
/// unless it may be forgotten: a crash may cost score since then, never a ban.
/// </summary>
[GrainType("ip-reputation")]
public sealed partial class IpReputationGrain(
    [PersistentState("reputation", StateStorage.Name)] IPersistentState<ReputationState> store,
    ReputationServices services) : Grain, IIpReputationGrain
{
    private IpPrefix _subject;
    private string _key = "";
    private bool _unsaved;
    private bool _mustSave;

    /// <exception cref="FormatException">The key is not an address or prefix.</exception>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _subject = IpPrefix.Parse(key);
        _key = ReputationKey.TextOf(_subject) is var canonical && canonical == key ? key : canonical; // One text in memory, not two.
        return Task.CompletedTask;
    }

    public Task<Judgement> Observe(SensorEvidence evidence)
    {
        var (standing, ban) = (store.State.Standing, store.State.Ban);
        return Settled(ReputationJudge.Observe(store.State, _subject, evidence, Context(), services.Tally), standing, ban);
    }

    public Task<Judgement> Judge()
    {
        var (standing, ban) = (store.State.Standing, store.State.Ban);
        return Settled(ReputationJudge.Judge(store.State, _subject, Context()), standing, ban);
    }

    public async Task Lift(string? actor, string? reason)
    {
        var before = store.State.Standing;
        ReputationJudge.Lift(store.State, Context(), actor, reason);
        services.Changes.Note(_key, before, Standing.Clean, 0, null, store.State.At);
        _mustSave = true;
        services.Suspects.Note(new Judgement(_key, Standing.Clean, 0, null, null), store.State.At);
        await Save();
    }

    public Task<Explanation> Explain(IpKey address) => Task.FromResult(ReputationExplanation.Of(store.State, _subject, address, Context()));

    /// <summary>What need not be remembered leaves no row: else every forged packet would.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ReputationMemory.Settle(store.State, services.Policy.Reputation, services.Time.GetUtcNow());
        if (ReputationMemory.IsForgettable(store.State, services.Policy.Reputation)) return store.RecordExists ? store.ClearStateAsync() : Task.CompletedTask;
        return _unsaved || _mustSave ? Save() : Task.CompletedTask;
    }

    public Task<Judgement> Foresee(PostureLevel posture) =>
        Task.FromResult(ReputationJudge.Judge(store.State.Copy(), _subject, Context() with { Posture = posture }));

    private JudgementContext Context() => new(services.Policy.Reputation, services.Posture.Level, services.Time.GetUtcNow(), services.Protection, services.Policy.Version, _key);

    /// <summary>Answers once what must not be lost is stored. A failed write stays owed: the next call tries again.</summary>
    private Task<Judgement> Settled(Judgement judgement, Standing standing, BanDecision? ban)
    {
        _unsaved = true;
        var changed = judgement.Standing != standing || !ReferenceEquals(judgement.Ban, ban);
        _mustSave |= changed;
        if (changed || judgement.Standing == Standing.Suspect) services.Suspects.Note(judgement, store.State.At);
        if (!changed && !_mustSave) return Task.FromResult(judgement);
        if (changed)
        {
            var why = judgement.Note ?? judgement.Ban?.Reason;
            services.Changes.Note(judgement.Key, standing, judgement.Standing, judgement.Score, why, store.State.At);
            LogStanding(services.Log, judgement.Key, WireName.Of(standing), WireName.Of(judgement.Standing), judgement.Score, why);
        }

        return SaveThen(judgement);
    }

    private async Task<Judgement> SaveThen(Judgement judgement)
    {
        await Save();
        return judgement;
    }

    private async Task Save()
    {
        await store.WriteStateAsync();
        _unsaved = _mustSave = false;
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "{Key}: {Before} -> {After} at score {Score:0.#}: {Why}")]
    private static partial void LogStanding(ILogger logger, string key, string before, string after, double score, string? why);
}
