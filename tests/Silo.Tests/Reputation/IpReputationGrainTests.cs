using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Reputation;
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
        _silo.Time.Advance(TimeSpan.FromSeconds(1));
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
    public async Task A_source_that_was_seen_once_leaves_no_row()
    {
        await _silo.Take([.. Enumerable.Range(1, 200).Select(i => _silo.Scan($"203.0.113.{i}", 2, verified: false))]);
        await _silo.DisposeAsync();
        _silo.States.RowsOf("ip-reputation").ShouldBe(0);
    }

    [Fact]
    public async Task A_suspect_that_grew_clean_loses_its_row_and_who_has_strikes_keeps_it()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 5), _silo.Scan("203.0.113.10", 12), _silo.Scan("203.0.113.11", 12, verified: false));
        _silo.States.RowsOf("ip-reputation").ShouldBe(3);
        _silo.Time.Advance(TimeSpan.FromHours(2));
        foreach (var last in new[] { 9, 10, 11 }) await _silo.Grain<IIpReputationGrain>($"203.0.113.{last}").Judge();
        await _silo.DisposeAsync();
        _silo.States.RowsOf("ip-reputation").ShouldBe(1);
        await using var next = new TestSilo(before: _silo);
        (await next.Operations.Explain(IpKey.Parse("203.0.113.10"))).Strikes.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_incident_that_may_go_on_is_remembered_and_weighs_once()
    {
        for (var ports = 1; ports <= 12; ports++)
        {
            await _silo.Take(_silo.Scan("203.0.113.9", ports));
            _silo.Time.Advance(TimeSpan.FromMinutes(30));
        }

        await _silo.DisposeAsync();
        await using var next = new TestSilo(before: _silo);
        (await next.Take(next.Scan("203.0.113.9", 13))).Judgements.Single().Score.ShouldBeInRange(10, 12);
    }

    [Fact]
    public async Task A_stricter_posture_judges_suspects_from_before_a_restart()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 8), _silo.Scan("203.0.113.10", 2));
        await using var next = new TestSilo(before: _silo);
        (await next.Get<SuspectRecovery>().Run()).ShouldBe(1);
        await next.SetPosture(PostureLevel.Hardened);
        (await next.Banned()).ShouldBe(["203.0.113.9"]);
    }

    [Fact]
    public async Task A_suspect_from_before_that_has_decayed_is_none()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 8));
        await using var next = new TestSilo(before: _silo);
        next.Time.Advance(TimeSpan.FromMinutes(20));
        (await next.Get<SuspectRecovery>().Run()).ShouldBe(0);
        next.Get<SuspectIndex>().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_no_address_is_an_error_not_a_reputation() =>
        await Should.ThrowAsync<FormatException>(() => _silo.Grain<IIpReputationGrain>("nonsense").Judge());
}
