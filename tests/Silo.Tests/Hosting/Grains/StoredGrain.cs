using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Tests.Hosting.Grains;

/// <summary>Stores on deactivation. Keys that start with "bad" fail where they say; "keep" fails at its end.</summary>
[GrainType("stored-number")]
public sealed class StoredGrain(
    [PersistentState("number", "test")] IPersistentState<StoredNumber> number,
    [PersistentState("other", "test")] IPersistentState<StoredNumber> other,
    IGrainContext context,
    Journal journal) : Grain, IStoredGrain
{
    private readonly string _constructedIn = context.GrainId.ToString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activate {this.GetPrimaryKeyString()} {number.State.Value}");
        return journal.Lines.Count(line => line == $"activate {this.GetPrimaryKeyString()} 0") < 2 && this.GetPrimaryKeyString() == "bad-start"
            ? throw new FormatException("not yet")
            : Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() == "bad-end") throw new FormatException("at the end");
        if (reason.ReasonCode != DeactivationReasonCode.ApplicationError) await number.WriteStateAsync();
    }

    public Task<int> Get() => Task.FromResult(number.State.Value);

    public Task Set(int value)
    {
        number.State = number.State with { Value = value };
        return Task.CompletedTask;
    }

    public Task Store() => number.WriteStateAsync();

    public Task Clear() => number.ClearStateAsync();

    public Task<string?> Etag() => Task.FromResult(number.Etag);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> Describe() => Task.FromResult($"{_constructedIn} {IdentityString} {other.RecordExists}");
}
