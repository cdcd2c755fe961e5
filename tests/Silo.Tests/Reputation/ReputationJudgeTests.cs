using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Protection;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

public class ReputationJudgeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ReputationState _state = new();

    [Fact]
    public void A_source_that_reaches_the_threshold_is_banned()
    {
        _state.Observe(Given.At(default), Given.Scan(9)).Standing.ShouldBe(Standing.Suspect);
        var judgement = _state.Observe(Given.At(default), Given.Scan(10));
        judgement.Standing.ShouldBe(Standing.Banned);
        judgement.Ban!.Prefix.ShouldBe(Given.Subject);
        judgement.Ban.Reason.ShouldContain("port-scan syn, 10 ports");
    }

    [Theory]
    [InlineData(PostureLevel.Explore, 200, Standing.Suspect)]
    [InlineData(PostureLevel.Balanced, 9, Standing.Suspect)]
    [InlineData(PostureLevel.Hardened, 5, Standing.Suspect)]
    [InlineData(PostureLevel.Hardened, 6, Standing.Banned)]
    [InlineData(PostureLevel.Lockdown, 2, Standing.Clean)]
    [InlineData(PostureLevel.Lockdown, 3, Standing.Banned)]
    public void The_posture_sets_the_threshold(PostureLevel posture, int ports, Standing standing) =>
        _state.Observe(Given.At(default, posture), Given.Scan(ports)).Standing.ShouldBe(standing);

    [Fact]
    public void The_seconds_between_two_batches_do_not_spare_a_source()
    {
        _state.Observe(Given.At(default), Given.Scan(5));
        _state.Observe(Given.At(TimeSpan.FromSeconds(4)), Given.Scan(10)).Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void The_same_evidence_twice_weighs_once()
    {
        var first = _state.Observe(Given.At(default), Given.Scan(5)).Score;
        _state.Observe(Given.At(default), Given.Scan(5)).Score.ShouldBe(first);
        _state.Observe(Given.At(default), Given.Scan(3)).Score.ShouldBe(first);
    }

    [Fact]
    public void An_old_suspect_grows_clean()
    {
        _state.Observe(Given.At(default), Given.Scan(9));
        _state.Judge(Given.At(30 * Minute)).Standing.ShouldBe(Standing.Clean);
    }

    [Fact]
    public void A_clock_that_runs_back_judges_at_the_latest_time()
    {
        _state.Observe(Given.At(10 * Minute), Given.Scan(8)).Score.ShouldBe(80);
        _state.Observe(Given.At(default), Given.Scan(9)).Score.ShouldBe(90);
        _state.Judge(Given.At(20 * Minute)).Score.ShouldBe(45, 1e-9);
    }

    [Fact]
    public void Unverified_evidence_earns_ten_minutes_and_no_strike()
    {
        _state.Strikes = 2;
        var ban = _state.Observe(Given.At(default), Given.Scan(50)).Ban!;
        ban.Ttl.ShouldBe(10 * Minute);
        ban.Verified.ShouldBeFalse();
        _state.Strikes.ShouldBe(2);
    }

    [Fact]
    public void Verified_bans_climb_the_ladder()
    {
        _state.Observe(Given.At(default), Given.Scan(50, verified: true)).Ban!.Ttl.ShouldBe(10 * Minute);
        _state.Observe(Given.At(11 * Minute), Given.Scan(50, verified: true, incident: 2)).Ban!.Ttl.ShouldBe(40 * Minute);
        _state.Strikes.ShouldBe(2);
    }

    [Fact]
    public void A_ban_stands_in_later_judgements_unchanged()
    {
        var ban = _state.Observe(Given.At(default), Given.Scan(10)).Ban;
        _state.Observe(Given.At(Minute), Given.Scan(90)).Ban.ShouldBeSameAs(ban);
        _state.Judge(Given.At(9 * Minute)).Ban.ShouldBeSameAs(ban);
    }

    [Fact]
    public void Evidence_during_a_ban_is_recorded_and_adds_nothing()
    {
        _state.Observe(Given.At(default), Given.Scan(10));
        _state.Observe(Given.At(Minute), Given.Scan(90)).Score.ShouldBeLessThan(100);
        _state.Incidents.ShouldHaveSingleItem().Count.ShouldBe(90);
        var after = _state.Observe(Given.At(10 * Minute), Given.Scan(90));
        after.Standing.ShouldBe(Standing.Clean);
        after.Score.ShouldBe(0);
    }

    [Fact]
    public void A_scan_that_goes_on_after_its_ban_is_banned_again()
    {
        _state.Observe(Given.At(default), Given.Scan(500, verified: true));
        _state.Observe(Given.At(5 * Minute), Given.Scan(900, verified: true));
        _state.Observe(Given.At(11 * Minute), Given.Scan(905, verified: true)).Standing.ShouldBe(Standing.Suspect);
        _state.Observe(Given.At(11 * Minute), Given.Scan(910, verified: true)).Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void A_flood_that_goes_on_after_its_ban_is_banned_again()
    {
        _state.Observe(Given.At(default), Given.Item(EvidenceKind.SynFlood, count: 9000, severity: 4)).Standing.ShouldBe(Standing.Banned);
        _state.Observe(Given.At(11 * Minute), Given.Item(EvidenceKind.SynFlood, count: 9001, severity: 4)).Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void Lifting_clears_the_score_and_keeps_strikes()
    {
        _state.Observe(Given.At(default), Given.Scan(50, verified: true));
        ReputationJudge.Lift(_state, Given.At(Minute));
        var after = _state.Observe(Given.At(Minute), Given.Scan(50, verified: true));
        after.Standing.ShouldBe(Standing.Clean);
        after.Ban.ShouldBeNull();
        _state.Strikes.ShouldBe(1);
    }

    [Fact]
    public void Strikes_fade_thirty_days_after_the_last_ban_ended()
    {
        _state.Observe(Given.At(default), Given.Scan(50, verified: true));
        _state.Judge(Given.At(TimeSpan.FromDays(30) + 9 * Minute));
        _state.Strikes.ShouldBe(1);
        _state.Judge(Given.At(TimeSpan.FromDays(30) + 10 * Minute));
        _state.Strikes.ShouldBe(0);
    }

    [Fact]
    public void Two_sensors_together_ban_what_neither_would_alone()
    {
        _state.Observe(Given.At(default), Given.Scan(4));
        var judgement = ReputationJudge.Observe(_state, Given.Subject, Given.From("web2", Given.Scan(4)), Given.At(default));
        judgement.Score.ShouldBe(100);
        judgement.Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void A_known_address_is_not_banned_on_what_anyone_could_forge()
    {
        var known = new Conversation(Given.Start - 10 * Minute, Given.Start);
        var framed = Given.Scan(50) with { Conversation = known };
        var judgement = _state.Observe(Given.At(default), framed);
        judgement.Standing.ShouldBe(Standing.Suspect);
        judgement.Note.ShouldBe(ReputationJudge.FramedNote);
        _state.Observe(Given.At(default), Given.Scan(9, verified: true, technique: Techniques.Connect)).Standing.ShouldBe(Standing.Suspect);
        _state.Observe(Given.At(default), Given.Scan(10, verified: true, technique: Techniques.Connect)).Ban!.Verified.ShouldBeTrue();
    }

    [Fact]
    public void A_little_proof_does_not_verify_a_lot_that_anyone_could_forge()
    {
        _state.Strikes = 2;
        var ban = _state.Observe(Given.At(default), Given.Scan(10), Given.Scan(3, verified: true, technique: Techniques.Connect)).Ban!;
        ban.ShouldSatisfyAllConditions(b => b.Verified.ShouldBeFalse(), b => b.Ttl.ShouldBe(10 * Minute), b => b.Reason.ShouldEndWith("; unverified"));
        _state.Strikes.ShouldBe(2);
    }

    [Fact]
    public void Sensors_that_only_forwarded_forgery_do_not_corroborate_proof()
    {
        _state.Observe(Given.At(default, PostureLevel.Explore), Given.Scan(9, verified: true, technique: Techniques.Connect));
        ReputationJudge.Observe(_state, Given.Subject, Given.From("web2", Given.Scan(9)), Given.At(default)).Ban!.Verified.ShouldBeFalse();
    }

    [Fact]
    public void Proof_that_forgery_pushed_out_of_memory_still_counts()
    {
        var explore = Given.At(default, PostureLevel.Explore);
        _state.Observe(explore, Given.Scan(10, verified: true, technique: Techniques.Connect, incident: 99));
        for (var i = 0; i < ReputationState.MaxIncidents; i++) _state.Observe(explore, Seen(i + 1));
        _state.Incidents.ShouldNotContain(incident => incident.Verified);
        _state.Judge(Given.At(default)).Ban!.Verified.ShouldBeTrue();
    }

    [Fact]
    public void A_slow_past_buys_no_licence_to_scan_fast()
    {
        for (var ports = 1; ports <= 21; ports++) _state.Observe(Given.At(10 * ports * Minute), Given.Scan(ports)).Standing.ShouldBe(Standing.Clean);
        var judgement = _state.Observe(Given.At(211 * Minute), Given.Scan(1500));
        judgement.ShouldSatisfyAllConditions(j => j.Standing.ShouldBe(Standing.Banned), j => j.Score.ShouldBe(200));
    }

    [Fact]
    public void The_cap_bounds_what_is_left_of_an_incident()
    {
        _state.Observe(Given.At(default, PostureLevel.Explore), Given.Scan(500)).Score.ShouldBe(200);
        _state.Observe(Given.At(10 * Minute, PostureLevel.Explore), Given.Scan(505)).Score.ShouldBe(150, 1e-9);
        _state.Observe(Given.At(10 * Minute, PostureLevel.Explore), Given.Scan(900)).Score.ShouldBe(200, 1e-9);
    }

    [Fact]
    public void Anomalies_never_leave_more_than_their_own_cap_and_what_weighs_once_never_weighs_again()
    {
        _state.Observe(Given.At(default), Given.Item(EvidenceKind.Anomaly, "fragments", 50), Given.Item(EvidenceKind.Malformed, "land")).Score.ShouldBe(35);
        _state.Observe(Given.At(10 * Minute), Given.Item(EvidenceKind.Anomaly, "fragments", 51), Given.Item(EvidenceKind.Malformed, "land", 9)).Score.ShouldBe(27.5, 1e-9);
        _state.Observe(Given.At(10 * Minute), Given.Item(EvidenceKind.Anomaly, "fragments", 99)).Score.ShouldBe(32.5, 1e-9);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(60 * 24 * 3, 60 * 24)]
    public void An_acquaintance_that_is_too_young_or_too_long_silent_does_not_help(int beganMinutesBefore, int silentMinutes)
    {
        var known = new Conversation(Given.Start - beganMinutesBefore * Minute, Given.Start - silentMinutes * Minute);
        _state.Observe(Given.At(default), Given.Scan(50) with { Conversation = known }).Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void A_protected_source_is_judged_but_never_banned()
    {
        var rules = new ProtectionRules(new ProtectionOptions { Allow = [Given.Subject] });
        var judgement = _state.Observe(Given.At(default, rules: rules), Given.Scan(50, verified: true));
        judgement.Standing.ShouldBe(Standing.Suspect);
        judgement.Score.ShouldBe(200);
        judgement.Ban.ShouldBeNull();
        judgement.Note.ShouldBe("protected: allow list 203.0.113.9");
        _state.Strikes.ShouldBe(0);
    }

    [Fact]
    public void An_administrators_session_protects_unless_the_address_fails_at_logins()
    {
        var rules = new ProtectionRules(new ProtectionOptions());
        rules.Report("web1", Contracts.Fleet.Protection.None with { Sessions = [Given.Attacker] });
        var context = Given.At(default, rules: rules);
        _state.Observe(context, Given.Scan(50, verified: true)).Note!.ShouldContain("administrator session");
        _state.Observe(context, Given.Item(EvidenceKind.BruteForce, "ssh", 5, verified: true)).Standing.ShouldBe(Standing.Banned);
    }

    [Fact]
    public void Incidents_are_bounded_and_forgetting_one_neither_loses_points_nor_counts_them_twice()
    {
        for (var i = 0; i < 40; i++) _state.Observe(Given.At(i * Minute / 60, PostureLevel.Explore), Seen(i));
        _state.Incidents.Count.ShouldBe(ReputationState.MaxIncidents);
        _state.Forgotten.ShouldBe(8);
        var score = _state.Judge(Given.At(Minute, PostureLevel.Explore)).Score;
        score.ShouldBeInRange(380, 400);
        _state.Observe(Given.At(Minute, PostureLevel.Explore), Seen(0), Seen(7)).Score.ShouldBe(score);
    }

    private static EvidenceItem Seen(int second) =>
        Given.Scan(1, incident: second) with { FirstSeen = Given.Start.AddSeconds(second), LastSeen = Given.Start.AddSeconds(second) };
}
