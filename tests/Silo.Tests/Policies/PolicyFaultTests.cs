using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Tests.Policies;

public sealed class PolicyFaultTests
{
    [Fact]
    public void All_faults_of_a_file_are_told_at_once_with_their_places()
    {
        const string Text =
            """
            reputation:
              half-lfe: 10m
              incident-cap: lots
              weights:
                low: -5
                critical: -1
                flood: [1]
              thresholds:
                balanced: 50
                hardened: 60
              ladder: { first: 10m, first: 20m }
            networks:
              allowed:
                - 10.0.0.5/8
                - not a name
              protected: 192.0.2.0/24
            networkz: red
            """;

        PolicyText.Read(Text).ShouldSatisfyAllConditions(
            reading => reading.Policy.ShouldBeNull(),
            reading => reading.Total.ShouldBe(11),
            reading => reading.Faults.Select(fault => fault.In("p.yaml")).ShouldBe(
            [
                "p.yaml:2:3: reputation: there is no setting 'half-lfe'; did you mean 'half-life'?",
                "p.yaml:3:17: reputation.incident-cap: expected a number (found 'lots')",
                "p.yaml:5:10: reputation.weights.low: must be 0 to 1000000 points (found '-5')",
                "p.yaml:6:15: reputation.weights.critical: must be 0 to 1000000 points (found '-1')",
                "p.yaml:7:12: reputation.weights.flood: expected a number (found a list)",
                "p.yaml:10:15: reputation.thresholds.hardened: a stricter posture cannot ban later than a looser one (60 after 50) (found '60')",
                "p.yaml:11:25: 'first' stands here a second time (first on line 11)",
                "p.yaml:14:7: networks.allowed[0]: must be an address, a prefix or a DNS name: '10.0.0.5/8' has bits set below its length; did you mean 10.0.0.0/8? (found '10.0.0.5/8')",
                "p.yaml:15:7: networks.allowed[1]: must be an address, a prefix or a DNS name (found 'not a name')",
                "p.yaml:16:14: networks.protected: expected a list, '- ' before each item (found '192.0.2.0/24')",
                "p.yaml:17:1: there is no setting 'networkz'; did you mean 'networks'?",
            ]));
    }

    [Theory]
    [InlineData("reputation: [1, 2]", "1:13", "expected settings, one a line (found a list)")]
    [InlineData("- 1", "1:1", "expected sections with settings (found a list)")]
    [InlineData("reputation: {", "2:1", "not YAML")]
    [InlineData("a: &x 1", "1:4", "anchors are not taken")]
    [InlineData("a: *x", "1:4", "aliases are not taken")]
    [InlineData("a: !!int 1", "1:4", "tags are not taken")]
    [InlineData("---\na: 1\n---\nb: 1\n", "3:1", "one document is expected")]
    [InlineData("reputation: { half-life: }", "1:26", "expected a duration, such as 90s, 10m, 1h30m or 30d (found nothing)")]
    [InlineData("reputation: { half-life: never }", "1:26", "expected a duration")]
    [InlineData("reputation: { half-life: 1ms }", "1:26", "must be 1 second to 3650 days (found '1ms')")]
    [InlineData("reputation: { weights: { free-tries: 99999999999 } }", "1:38", "expected a whole number from -2147483648 to 2147483647 (found '99999999999')")]
    [InlineData("reputation: { thresholds: { balanced: maybe } }", "1:39", "expected a number, or never (found 'maybe')")]
    [InlineData("networks: { allowed: [1.2.3.4/4] }", "1:23", "has bits set below its length")]
    [InlineData("networks: { allowed: [0.0.0.0/0] }", "1:23", "must be /8 or longer")]
    [InlineData("networks: { protected: [example.org] }", "1:25", "expected an address or prefix")]
    public void A_fault_names_its_place_and_what_was_expected(string text, string place, string words)
    {
        var fault = PolicyText.Read(text).Faults.ShouldHaveSingleItem();
        $"{fault.Line}:{fault.Column}".ShouldBe(place);
        fault.Message.ShouldContain(words);
    }

    [Fact]
    public void A_fault_at_a_setting_that_the_file_does_not_hold_points_at_the_nearest_that_it_holds()
    {
        // Hardened stays at 60, and the section that leaves it so is to blame.
        var fault = PolicyText.Read("reputation:\n  thresholds:\n    balanced: 40\n").Faults.ShouldHaveSingleItem();
        (fault.Line, fault.Column, fault.Path).ShouldBe((2, 3, "reputation.thresholds.hardened"));
    }

    [Fact]
    public void Twenty_faults_are_told_and_all_are_counted()
    {
        var reading = PolicyText.Read(string.Join('\n', Enumerable.Range(0, 500).Select(i => $"nonsense-{i}: 1")));
        (reading.Faults.Length, reading.Total).ShouldBe((20, 500));
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        PolicyText.Read(new string('#', PolicyLimits.MaxLength + 1)).Faults.ShouldHaveSingleItem().Message.ShouldStartWith("a policy file may have 1048576 characters");

    [Fact]
    public void A_file_that_is_too_deep_is_not_read() =>
        PolicyText.Read(new string('[', 100_000)).Faults.ShouldHaveSingleItem().Message.ShouldContain("nested more than 16 deep");

    [Fact]
    public void A_file_of_too_many_values_is_not_read() =>
        PolicyText.Read($"a: [{string.Concat(Enumerable.Repeat("1,", PolicyLimits.MaxNodes + 1))}]").Faults.ShouldHaveSingleItem().Message.ShouldContain("more than 100000 values");

    [Fact]
    public void What_was_found_is_shown_without_what_moves_a_terminals_cursor()
    {
        var fault = PolicyText.Read("reputation: { half-life: \"\\e[2Jlong and longer and longer and longer than that\" }").Faults.ShouldHaveSingleItem();
        fault.ToString().ShouldEndWith("(found '·[2Jlong and longer and longer and longe...')");
    }
}
