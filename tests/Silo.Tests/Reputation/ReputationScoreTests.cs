using Tegument.Contracts.Evidence;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

public class ReputationScoreTests
{
    private static readonly ReputationPolicy Policy = ReputationPolicy.Default;

    [Theory]
    [InlineData(EvidenceKind.PortScan, Techniques.Syn, 0, 3, 30)]
    [InlineData(EvidenceKind.PortScan, Techniques.Fin, 0, 3, 30)]
    [InlineData(EvidenceKind.PortScan, Techniques.Null, 0, 3, 60)]
    [InlineData(EvidenceKind.PortScan, Techniques.Xmas, 0, 3, 60)]
    [InlineData(EvidenceKind.PortScan, Techniques.SynFin, 0, 3, 60)]
    [InlineData(EvidenceKind.PortScan, Techniques.Maimon, 0, 3, 60)]
    [InlineData(EvidenceKind.PortScan, Techniques.Syn, 0, 5000, 200)]
    [InlineData(EvidenceKind.HostSweep, Techniques.Syn, 0, 4, 32)]
    [InlineData(EvidenceKind.BruteForce, "ssh", 0, 4, 0)]
    [InlineData(EvidenceKind.BruteForce, "ssh", 0, 5, 10)]
    [InlineData(EvidenceKind.BruteForce, "ssh", 0, 14, 100)]
    [InlineData(EvidenceKind.SynFlood, "", 4, 100_000, 100)]
    [InlineData(EvidenceKind.UdpFlood, "", 3, 100_000, 0)]
    [InlineData(EvidenceKind.Amplification, "dns", 4, 100_000, 0)]
    [InlineData(EvidenceKind.Signature, "rule-7", 1, 9, 10)]
    [InlineData(EvidenceKind.Signature, "rule-7", 2, 9, 30)]
    [InlineData(EvidenceKind.Alert, "rule-7", 3, 9, 60)]
    [InlineData(EvidenceKind.Alert, "rule-7", 4, 9, 100)]
    [InlineData(EvidenceKind.Anomaly, "icmp-tunnel", 0, 2, 20)]
    [InlineData(EvidenceKind.Anomaly, "icmp-tunnel", 0, 99, 30)]
    [InlineData(EvidenceKind.Malformed, "land", 0, 99, 5)]
    [InlineData(EvidenceKind.DnsTunnel, "", 0, 2, 40)]
    [InlineData(EvidenceKind.Log, "nginx-404", 0, 3, 30)]
    [InlineData(EvidenceKind.Feed, "list", 0, 1, 200)]
    [InlineData(EvidenceKind.PortScan, Techniques.Syn, 0, 0, 0)]
    public void Each_kind_weighs_what_the_table_says(EvidenceKind kind, string technique, int severity, long count, double points) =>
        ReputationScore.Points(Policy, kind, technique, severity, count).ShouldBe(points);

    [Fact]
    public void A_point_weighs_half_after_one_half_life() =>
        ReputationScore.Decay(Policy, TimeSpan.FromMinutes(10)).ShouldBe(0.5, 1e-12);

    [Fact]
    public void A_clock_that_runs_back_adds_nothing() => ReputationScore.Decay(Policy, TimeSpan.FromMinutes(-10)).ShouldBe(1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1.25)]
    [InlineData(3, 1.5625)]
    [InlineData(4, 1.953125)]
    [InlineData(5, 2)]
    [InlineData(500, 2)]
    public void Each_further_sensor_corroborates_up_to_twice(int sensors, double factor) =>
        Policy.Corroboration.FactorOf(sensors).ShouldBe(factor);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 40)]
    [InlineData(2, 160)]
    [InlineData(7, 43_200)]
    [InlineData(int.MaxValue, 43_200)]
    public void Bans_last_ten_minutes_times_four_per_strike_and_at_most_thirty_days(int strikes, int minutes) =>
        Policy.Ladder.TtlOf(strikes).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Fact]
    public void The_shipped_policy_is_valid() => Policy.Validate().ShouldBeNull();

    [Fact]
    public void A_policy_that_bans_later_when_stricter_is_refused_by_name() =>
        (Policy with { Thresholds = Policy.Thresholds with { Hardened = 120 } }).Validate().ShouldNotBeNull().ShouldStartWith("thresholds.Hardened");
}
