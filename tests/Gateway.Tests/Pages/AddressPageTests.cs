using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Explain;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Pages;

/// <summary>The page that an explanation's link leads to, without a browser.</summary>
public sealed class AddressPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Hostile = "<img src=x onerror=alert(1)>\r\n\u001b[31m\u202e</td><script>";

    [Fact]
    public async Task An_explanation_names_its_page_and_the_numbers_behind_its_sums()
    {
        using var client = running.Silo.Client("operator");
        var explanation = await client.ExplainAsync(IpKey.Parse("198.51.100.7"));
        explanation.Link.ShouldBe("/address/198.51.100.7");
        explanation.HalfLifeSeconds.ShouldBe(600);
        explanation.Rules.ShouldBe(Explained.Rules);
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

    [Theory]
    [InlineData("<script>alert(1)</script>", "“<script>alert(1)</script>” is no network:")]
    [InlineData("fe80::1%eth0", "“fe80::1%eth0” has a zone")]
    [InlineData("mail.example.org", "“mail.example.org” looks like a name")]
    [InlineData("300.1.2.3", "“300.1.2.3” is not an IP address")]
    [InlineData("10.0.0.0/33", "“10.0.0.0/33” is no network")]
    [InlineData(" ", "An address is needed")]
    public void What_is_no_address_is_told_in_one_line(string text, string said) => AddressText.Fault(text).ShouldStartWith(said);

    [Fact]
    public void A_source_leads_to_its_page_and_a_network_to_its_bans()
    {
        AddressText.Path("203.0.113.9").ShouldBe("address/203.0.113.9");
        AddressText.Path("2001:db8::/64").ShouldBe("address/2001:db8::");
        AddressText.Path("203.0.113.0/24").ShouldBe("bans?q=203.0.113.0%2F24");
        AddressText.Path("javascript:alert(1)").ShouldBe("address");
    }

    [Fact]
    public async Task Hostile_words_stay_text_on_one_line()
    {
        var explanation = Explained.Banned(77, Explained.Given(120, 77, Hostile, technique: Hostile, sample: Hostile)) with { Policy = Hostile, Flip = Hostile };
        explanation = explanation with { Past = [explanation.Decision! with { Reason = Hostile, End = BanEnd.Lifted, EndedBy = Hostile, EndReason = Hostile }] };
        var line = new ScoreLine(explanation);
        foreach (var html in new[]
        {
            await Render<WhyCell>(new() { ["Explanation"] = explanation, ["Figure"] = new SumFigure(explanation, line, true), ["Decided"] = true }),
            await Render<ChangesCell>(new() { ["Explanation"] = explanation, ["Line"] = line }),
            await Render<ScoreChart>(new() { ["Figure"] = new ScoreFigure(explanation, line, Explained.Now) }),
            await Render<SeenByCell>(new() { ["Facts"] = new AddressFacts(explanation, null, Explained.Now), ["Hosts"] = 1 }),
        })
        {
            html.ShouldNotContain("<img");
            html.ShouldNotContain("<script");
            html.ShouldNotContain("\u001b");
            html.ShouldNotContain("\u202e");
        }
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

    private static async Task<string> Render<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    private static Explanation Text(string text) => Explained.Open(
        Explained.Given(80, 0, "web1", count: 12, sample: text) with { Ports = 12, Settled = 4, PointsNow = 40 }) with
    {
        Score = 52.5,
        Sensors = ["web1", "db1"],
        Corroboration = 1.25,
        Verified = false,
        Note = text,
        Sum = 42,
        ForgottenPoints = 2,
        Past = [new PastBan(Explained.Now, 600, text, 120, false, PostureLevel.Balanced, 100, "a0", Explained.Now.AddMinutes(1), BanEnd.Lifted, "op", "mistake")],
    };
}
