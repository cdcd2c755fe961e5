using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Pages;

/// <summary>The page that an explanation's link leads to.</summary>
public sealed class AddressPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_page_of_an_address_tells_its_explanation()
    {
        using var client = running.Silo.Client("operator");
        var explanation = await client.ExplainAsync(IpKey.Parse("198.51.100.7"));
        explanation.Link.ShouldBe("/address/198.51.100.7");
        var (status, html) = await AddressPage.Render(client, "198.51.100.7", default);
        status.ShouldBe(200);
        html.ShouldContain("198.51.100.7 is clean, score 0; BALANCED bans at 100");
        html.ShouldContain("would change: 10 ports of a new port-scan syn would ban it");
    }

    [Fact]
    public async Task The_page_of_an_ipv6_address_says_what_it_is_judged_as()
    {
        using var client = running.Silo.Client("operator");
        (await AddressPage.Render(client, "2001:db8::9", default)).Html.ShouldContain("2001:db8::9 (judged as 2001:db8::/64) is clean");
    }

    [Fact]
    public async Task What_is_no_address_and_a_silo_away_are_told_in_one_line()
    {
        using var client = running.Silo.Client("operator");
        var (status, html) = await AddressPage.Render(client, "<script>alert(1)</script>", default);
        status.ShouldBe(400);
        html.ShouldContain("&lt;script&gt;");
        html.ShouldNotContain("<script>");
        using var nobody = new TegumentClient(new Uri("http://127.0.0.1:9"), null);
        (await AddressPage.Render(nobody, "198.51.100.7", default)).Status.ShouldBe(502);
    }

    [Fact]
    public void Hostile_samples_and_reasons_stay_text_on_one_line()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\r\n\u001b[31m\u202e</pre><script>";
        var html = AddressPage.Of(Explained(Hostile));
        html.ShouldContain("&lt;img src=x onerror=alert(1)&gt;&#183;&#183;");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("\u001b");
        html.ShouldNotContain("\u202e");
    }

    [Fact]
    public void The_sum_comes_first_and_can_be_checked()
    {
        string[] lines = [.. ExplanationText.Lines(Explained("sample"))];
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

    private static Explanation Explained(string text) => new(
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
