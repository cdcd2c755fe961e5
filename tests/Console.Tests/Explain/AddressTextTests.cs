using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Components.Explain;

namespace Tegument.Console.Tests.Explain;

/// <summary>What the address page says and where it leads, without a browser.</summary>
public sealed class AddressTextTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\r\n\u001b[31m\u202e</td><script>";

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

    private static async Task<string> Render<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
