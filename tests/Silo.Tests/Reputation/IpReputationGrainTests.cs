using Tegument.Contracts.Reputation;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Reputation;

public sealed class IpReputationGrainTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task State_is_written_when_the_standing_changes_and_not_for_each_batch()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 1));
        await _silo.Take(_silo.Scan("203.0.113.9", 2));
        _silo.States.Writes.ShouldBe(0);
        await _silo.Take(_silo.Scan("203.0.113.9", 5));
        await _silo.Take(_silo.Scan("203.0.113.9", 6));
        _silo.States.Writes.ShouldBe(1);
        await _silo.Take(_silo.Scan("203.0.113.9", 12));
        await _silo.Take(_silo.Scan("203.0.113.9", 14));
        _silo.States.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_silo_that_stops_keeps_the_score()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 2));
        await _silo.DisposeAsync();
        await using var next = new TestSilo(before: _silo);
        (await next.Take(next.Scan("203.0.113.9", 2))).Judgements.Single().Score.ShouldBe(20);
    }

    [Fact]
    public async Task A_silo_that_is_killed_keeps_bans_strikes_and_what_was_counted()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 12));
        await using var next = new TestSilo(before: _silo);
        next.Time.Advance(TimeSpan.FromMinutes(10));
        var judgement = (await next.Take(next.Scan("203.0.113.9", 12))).Judgements.Single();
        judgement.ShouldSatisfyAllConditions(j => j.Standing.ShouldBe(Standing.Clean), j => j.Score.ShouldBe(0));
        (await next.Operations.Explain(Given.Attacker)).Strikes.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_no_address_is_an_error_not_a_reputation() =>
        await Should.ThrowAsync<FormatException>(() => _silo.Grain<IIpReputationGrain>("nonsense").Judge());
}
