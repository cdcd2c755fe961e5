using Orleans.Runtime;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Ingest;
using Tegument.Silo.Tests.Support;
using HostProtection = Tegument.Contracts.Fleet.Protection;

namespace Tegument.Silo.Tests.Ingest;

public sealed class EvidenceIngestTests : IAsyncDisposable
{
    private readonly TestSilo _silo = new();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_batch_that_crosses_the_threshold_is_a_ban_in_the_ledger_when_it_is_acknowledged()
    {
        var result = await _silo.Take(_silo.Scan("203.0.113.9", 10), _silo.Scan("203.0.113.10", 4));
        result.Refusal.ShouldBeNull();
        result.Judgements.Select(judgement => (judgement.Key, judgement.Standing))
            .ShouldBe([("203.0.113.9", Standing.Banned), ("203.0.113.10", Standing.Suspect)]);
        result.Bans.ShouldHaveSingleItem().Outcome.Changed.ShouldBeTrue();
        (await _silo.Banned()).ShouldBe(["203.0.113.9"]);
    }

    [Fact]
    public async Task A_resent_batch_changes_nothing()
    {
        var batch = _silo.Batch(_silo.Scan("203.0.113.9", 6));
        await _silo.Ingest.Take(batch);
        (await _silo.Ingest.Take(batch)).Duplicate.ShouldBeTrue();
        (await _silo.StandingOf("203.0.113.9")).ShouldBe(Standing.Suspect);
    }

    [Fact]
    public async Task Merged_batches_with_new_numbers_weigh_once()
    {
        await _silo.Take(_silo.Scan("203.0.113.9", 3));
        await _silo.Take(_silo.Scan("203.0.113.9", 3), _silo.Scan("203.0.113.9", 6));
        (await _silo.Take(_silo.Scan("203.0.113.9", 9))).Judgements.ShouldHaveSingleItem().Score.ShouldBe(90);
    }

    [Fact]
    public async Task A_batch_resent_to_a_silo_that_was_killed_after_committing_is_the_same_ban()
    {
        var batch = _silo.Batch(_silo.Scan("203.0.113.9", 10));
        var first = (await _silo.Ingest.Take(batch)).Bans.Single();
        _silo.Time.Advance(TimeSpan.FromMinutes(1));

        await using var next = new TestSilo(before: _silo);
        var again = (await next.Ingest.Take(batch)).Bans.Single();
        again.Outcome.Changed.ShouldBeFalse();
        again.Outcome.Ban.ShouldBe(first.Outcome.Ban);
        (await next.Operations.Explain(IpKey.Parse("203.0.113.9"))).Strikes.ShouldBe(1);
    }

    [Fact]
    public async Task A_ban_whose_commit_failed_is_not_acknowledged_and_follows_with_the_resent_batch()
    {
        var batch = _silo.Batch(_silo.Scan("203.0.113.9", 10));
        _silo.Bans.Failure = new IOException("disk full");
        await Should.ThrowAsync<IOException>(() => _silo.Ingest.Take(batch));
        (await _silo.Banned()).ShouldBeEmpty();

        _silo.Bans.Failure = null;
        (await _silo.Ingest.Take(batch)).Bans.ShouldHaveSingleItem().Outcome.Changed.ShouldBeTrue();
        (await _silo.Banned()).ShouldBe(["203.0.113.9"]);
    }

    [Fact]
    public async Task A_reputation_that_cannot_store_its_ban_fails_the_batch_and_stores_it_with_the_next()
    {
        var batch = _silo.Batch(_silo.Scan("203.0.113.9", 10));
        _silo.States.Failure = new IOException("disk full");
        await Should.ThrowAsync<IOException>(() => _silo.Ingest.Take(batch));
        _silo.States.Failure = null;
        await _silo.Ingest.Take(batch);

        await using var next = new TestSilo(before: _silo);
        (await next.StandingOf("203.0.113.9")).ShouldBe(Standing.Banned);
    }

    [Fact]
    public async Task One_source_that_cannot_be_judged_does_not_hold_back_the_bans_of_others()
    {
        await using var silo = new TestSilo(maxActivations: 3);
        await silo.Take(silo.Scan("203.0.113.1", 9), silo.Scan("203.0.113.2", 9));
        await silo.Banned();
        var batch = silo.Batch(silo.Scan("203.0.113.77", 1), silo.Scan("203.0.113.1", 10));
        await Should.ThrowAsync<LimitExceededException>(() => silo.Ingest.Take(batch));
        (await silo.Banned()).ShouldBe(["203.0.113.1"]);
    }

    [Fact]
    public async Task Many_bans_of_one_batch_are_one_commit_and_those_of_their_networks_another()
    {
        var items = Enumerable.Range(0, EvidenceBatch.MaxItems).Select(i => _silo.Scan(IpKey.FromIPv4(0xCB000000u + (uint)i).ToString(), 10)).ToArray();
        (await _silo.Take(items)).Bans.Length.ShouldBe(EvidenceBatch.MaxItems);
        _silo.Bans.Commits.ShouldBe(2);
        (await _silo.Ledger.List(new())).Total.ShouldBe(EvidenceBatch.MaxItems + (EvidenceBatch.MaxItems / 256));
    }

    [Fact]
    public void It_completes_on_the_calling_thread_when_everything_below_does() =>
        _silo.Take(_silo.Scan("203.0.113.9", 10), _silo.Scan("2001:db8::9", 10)).IsCompletedSuccessfully.ShouldBeTrue();

    [Fact]
    public async Task Strangers_in_one_ipv6_network_are_one_source_and_neighbours_are_not()
    {
        await _silo.Take(_silo.Scan("2001:db8::1", 5), _silo.Scan("2001:db8::2", 5));
        (await _silo.Banned()).ShouldBe(["2001:db8::/64"]);

        _silo.Protection.Report("web1", HostProtection.None with { OnLink = [IpPrefix.Parse("2001:db8:1::/64")] });
        await _silo.Take(_silo.Scan("2001:db8:1::1", 5), _silo.Scan("2001:db8:1::2", 12), _silo.Scan("fe80::7", 12));
        (await _silo.Banned()).ShouldBe(["2001:db8::/64", "2001:db8:1::2", "fe80::7"]);
    }

    [Fact]
    public async Task Explore_bans_nobody_and_protection_holds_in_every_posture()
    {
        await using var silo = new TestSilo(new GrainOptions { Posture = new() { Initial = PostureLevel.Explore }, Protection = new() { Home = [IpPrefix.Parse("10.0.0.0/8")] } });
        await silo.Take(silo.Scan("203.0.113.9", 50));
        await silo.SetPosture(PostureLevel.Lockdown);
        var judgement = (await silo.Take(silo.Scan("10.1.2.3", 50))).Judgements.Single();
        judgement.ShouldSatisfyAllConditions(j => j.Standing.ShouldBe(Standing.Suspect), j => j.Note.ShouldBe("protected: home 10.0.0.0/8"));
        (await silo.Banned()).ShouldBe(["203.0.113.9"]);
    }

    [Fact]
    public async Task Victims_are_told_to_the_fleet_and_ban_nobody()
    {
        var flood = new VictimIncident(1, EvidenceKind.SynFlood, "", IpKey.Parse("10.0.0.1"), 80, 37_000, 37_000, _silo.Now, _silo.Now, []);
        (await _silo.Ingest.Take(new EvidenceBatch("web1", "run-1", 1, [], [flood]))).Bans.ShouldBeEmpty();
        (await _silo.Fleet.RecentIncidents(10)).ShouldHaveSingleItem().Sources.ShouldBe(37_000);
    }

    [Fact]
    public async Task A_batch_is_refused_whole_and_names_the_item_and_the_field()
    {
        var result = await _silo.Take(_silo.Scan("203.0.113.9", 50), _silo.Scan("203.0.113.10", -1));
        result.Refusal.ShouldBe("items[1].count: must not be negative");
        (await _silo.StandingOf("203.0.113.9")).ShouldBe(Standing.Clean);
    }

    [Fact]
    public void Absurd_values_are_refused_by_field()
    {
        var good = _silo.Batch(_silo.Scan("203.0.113.9", 1));
        EvidenceCheck.Refuse(good).ShouldBeNull();
        Refusal(item => item with { Kind = (EvidenceKind)99 }).ShouldStartWith("items[0].kind:");
        Refusal(item => item with { Kind = EvidenceKind.None }).ShouldStartWith("items[0].kind:");
        Refusal(item => item with { Kind = EvidenceKind.Feed }).ShouldStartWith("items[0].kind: a sensor reports what it saw");
        Refusal(item => item with { Kind = EvidenceKind.Manual }).ShouldStartWith("items[0].kind: a sensor reports what it saw");
        Refusal(item => item with { Technique = null! }).ShouldStartWith("items[0].technique:");
        Refusal(item => item with { Technique = "a\nb" }).ShouldStartWith("items[0].technique:");
        Refusal(item => item with { Technique = new string('x', 65) }).ShouldStartWith("items[0].technique:");
        Refusal(item => item with { Sample = new string('x', 201) }).ShouldStartWith("items[0].sample:");
        Refusal(item => item with { Severity = 5 }).ShouldStartWith("items[0].severity:");
        Refusal(item => item with { TopPorts = [70_000] }).ShouldStartWith("items[0].topPorts:");
        Refusal(item => item with { TopPorts = [1, 2, 3, 4, 5, 6, 7, 8, 9] }).ShouldStartWith("items[0].topPorts:");
        Refusal(item => item with { FirstSeen = item.LastSeen.AddTicks(1) }).ShouldStartWith("items[0].firstSeen:");
        Refusal(item => item with { Source = default }).ShouldStartWith("items[0].source:");
        EvidenceCheck.Refuse(good with { Sensor = "" })!.ShouldStartWith("sensor:");
        EvidenceCheck.Refuse(good with { Start = new string('x', 65) })!.ShouldStartWith("start:");
        EvidenceCheck.Refuse(good with { Items = [null!] })!.ShouldStartWith("items[0].item:");
        EvidenceCheck.Refuse(good with { Items = new EvidenceItem[EvidenceBatch.MaxItems + 1] })!.ShouldStartWith("items:");
        EvidenceCheck.Refuse(null)!.ShouldStartWith("batch:");

        string Refusal(Func<EvidenceItem, EvidenceItem> spoil) => EvidenceCheck.Refuse(good with { Items = [spoil(good.Items[0])] }).ShouldNotBeNull();
    }
}
