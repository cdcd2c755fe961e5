using Tegument.Contracts.Addresses;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Tests.Policies;

public sealed class PolicyTextTests
{
    [Fact]
    public void Every_kind_of_setting_is_read()
    {
        var policy = Read(
            """
            reputation:
              half-life: 1h30m
              slack: 0.25
              weights: { free-tries: 6, low: 1_000 }
              thresholds: { explore: never, balanced: ~ }
            networks:
              allowed: [192.0.2.0/24, "vpn.example.org"]
              protected:
                - 2001:db8::/32
            """);

        policy.Reputation.HalfLife.ShouldBe(TimeSpan.FromMinutes(90));
        policy.Reputation.Slack.ShouldBe(0.25);
        policy.Reputation.Weights.FreeTries.ShouldBe(6);
        policy.Reputation.Weights.Low.ShouldBe(1000);
        policy.Reputation.Thresholds.Balanced.ShouldBeNull();
        policy.Networks.Allowed.ShouldBe(["192.0.2.0/24", "vpn.example.org"]);
        policy.Networks.Protected.ShouldBe([IpPrefix.Parse("2001:db8::/32")]);
    }

    [Fact]
    public void What_a_file_does_not_say_keeps_the_default()
    {
        var policy = Read("reputation: { ladder: { first: 20m } }");

        policy.Reputation.Ladder.First.ShouldBe(TimeSpan.FromMinutes(20));
        (policy with { Reputation = policy.Reputation with { Ladder = new BanLadder() } }).ShouldReadAs(FleetPolicy.Default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("reputation:\nnetworks: ~\n")]
    public void An_empty_file_is_the_default_policy(string text) => Read(text).ShouldReadAs(FleetPolicy.Default);

    [Theory]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("30d", 2_592_000)]
    [InlineData("1w", 604_800)]
    [InlineData("90s", 90)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("0", 0)]
    public void Durations_are_read_and_written_back(string text, double seconds)
    {
        PolicyDuration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds, 1e-9);
        PolicyDuration.TryParse(PolicyDuration.TextOf(duration), out var again).ShouldBeTrue();
        again.ShouldBe(duration);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("10 m")]
    [InlineData("-10m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("10minutes")]
    [InlineData("1..5s")]
    [InlineData("99999999999999999999d")]
    public void What_is_no_duration_is_refused(string text) => PolicyDuration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_difference_names_each_setting_with_both_values()
    {
        var changed = Read("reputation: { half-life: 20m, thresholds: { balanced: never, hardened: never, lockdown: never } }\nnetworks: { allowed: [192.0.2.1] }");

        PolicyValues.Changes(FleetPolicy.Default, changed).ShouldBe(
        [
            "reputation.half-life: 10m -> 20m",
            "reputation.thresholds.balanced: 100 -> never",
            "reputation.thresholds.hardened: 60 -> never",
            "reputation.thresholds.lockdown: 30 -> never",
            "networks.allowed: [] -> [192.0.2.1]",
        ]);
        PolicyValues.Changes(changed, changed).ShouldBeEmpty();
    }

    private static FleetPolicy Read(string text)
    {
        var reading = PolicyText.Read(text);
        reading.Faults.ShouldBeEmpty();
        return reading.Policy.ShouldNotBeNull();
    }
}
