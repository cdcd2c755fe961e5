using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Explain;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Pages;

/// <summary>What an explanation tells the page that its link leads to.</summary>
public sealed class AddressPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_explanation_names_its_page_and_the_numbers_behind_its_sums()
    {
        using var client = running.Silo.Client("operator");
        var explanation = await client.ExplainAsync(IpKey.Parse("198.51.100.7"));
        explanation.Link.ShouldBe("/address/198.51.100.7");
        explanation.HalfLifeSeconds.ShouldBe(600);
        explanation.Rules.ShouldBe(new ScoreRules(1.25, 2, 1, 30, 0.5, 4, 200, 30, 600, 4, 2_592_000));
        var facts = new AddressFacts(explanation, null, explanation.At);
        facts.Unheard.ShouldBeTrue();
        AddressSaid.Sentence(facts, explanation.At).ShouldBe("No host has reported it.");
    }

    [Fact]
    public async Task An_ipv6_address_says_what_it_is_judged_by()
    {
        using var client = running.Silo.Client("operator");
        var facts = new AddressFacts(await client.ExplainAsync(IpKey.Parse("2001:db8::9")), null, DateTimeOffset.UtcNow);
        facts.JudgedAsNetwork.ShouldBeTrue();
        AddressSaid.Sentence(facts, facts.Received).ShouldContain("IPv6 is judged by the /64, which is what one subscriber holds: all here is about 2001:db8::/64.");
        AddressText.Targets(facts.Explanation.Address)[0].ShouldBe(IpPrefix.Parse("2001:db8::/64"));
    }

    [Fact]
    public void The_sum_comes_first_and_can_be_checked()
    {
        string[] lines = [.. ExplanationText.Lines(Text("sample"))];
        lines.Take(8).ShouldBe(
        [
            "203.0.113.9 is suspect, score 52.5; BALANCED bans at 100",
            "note: sample",
            "",
            "points left of the evidence:",
            "    40.0  port-scan syn: 8 of 12 counted at 10, gave 80, verified",
            "          2026-01-05 12:00:00Z to 2026-01-05 12:00:00Z, by web1, 12 ports",
            "          sample",
            "     2.0  of incidents forgotten for room",
        ]);
        lines.ShouldContain("    42.0  in all, x1.25 for 2 sensors = score 52.5");
        lines.ShouldContain("bans at: explore never, balanced 100, hardened 60, lockdown 30; policy a1");
        lines.ShouldContain("before: 2026-01-05 12:00:00Z for 10m under BALANCED (at 100; policy a0): sample; lifted by op (mistake) 2026-01-05 12:01:00Z");
    }

    private static Explanation Text(string text) => new(
        IpKey.Parse("203.0.113.9"), "203.0.113.9", Standing.Suspect, 52.5, PostureLevel.Balanced, 100, 1, false, 1.25, ["web1", "db1"],
        [new Contribution("web1", EvidenceKind.PortScan, "syn", 12, 12, 1, Now, Now, true, 10, 80, 40, text) { Settled = 4 }],
        [], null, text, "5 more ports of port-scan syn would ban it (score 52.5 of 100).", Now)
    {
        Sum = 42,
        ForgottenPoints = 2,
        Thresholds = new PostureScores(null, 100, 60, 30),
        Policy = "a1",
        Past = [new PastBan(Now, 600, text, 120, false, PostureLevel.Balanced, 100, "a0", Now.AddMinutes(1), BanEnd.Lifted, "op", "mistake")],
    };
}
