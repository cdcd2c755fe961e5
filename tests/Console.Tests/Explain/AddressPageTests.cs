using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;

namespace Tegument.Console.Tests.Explain;

/// <summary>The page that one pastes into an incident, in a browser. Addresses of 192.0.2.0/24.</summary>
[Collection(OneConsole.Name)]
public sealed class AddressPageTests(ConsoleRig rig)
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>\u202e";

    [SkippableFact]
    public async Task An_attacker_is_explained_lifted_and_banned_again_by_undo()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await AttackAsync("192.0.2.41");
        await browsing.GoAsync("/address/192.0.2.41");
        var page = browsing.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("192.0.2.41");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why it is banned" })).ToBeVisibleAsync();
        var sum = page.GetByRole(AriaRole.Region, new() { Name = "The sum" });
        await Assertions.Expect(sum).ToContainTextAsync("12 × 10");
        await Assertions.Expect(sum).ToContainTextAsync("BALANCED bans at 100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Now", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/address/192.0.2.41?sum=now");
        await browsing.ShotAsync("address-banned", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();

        await page.GetByRole(AriaRole.Button, new() { Name = "Lift ban" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await dialog.GetByLabel("Reason, for the audit log").FillAsync("a test of ours");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lift ban" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Not banned", new() { Exact = true })).ToBeVisibleAsync();
        (await rig.Admin.ExplainAsync(IpKey.Parse("192.0.2.41"))).Bans.ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Enforced" })).ToBeVisibleAsync();
        (await rig.Admin.ExplainAsync(IpKey.Parse("192.0.2.41"))).Bans.ShouldHaveSingleItem().Reason.ShouldStartWith("lift taken back");
    }

    [SkippableFact]
    public async Task Captured_words_stay_text()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await rig.Fleet.Hosts[0].TellAsync([rig.Fleet.Hosts[0].Item("192.0.2.42", EvidenceKind.Log, "sshd-failed", 12, sample: Hostile)]);
        await KnownAsync("192.0.2.42", Standing.Banned);
        await browsing.GoAsync("/address/192.0.2.42");
        var cell = browsing.Page.GetByRole(AriaRole.Cell).Filter(new() { HasText = "<script>" });
        await Assertions.Expect(cell).ToBeVisibleAsync(new() { Timeout = 60_000 });
        (await cell.InnerTextAsync()).ShouldNotContain("\u202e");
        (await browsing.Page.TitleAsync()).ShouldBe("192.0.2.42 · Tegument");
        (await browsing.Page.Locator("main img").CountAsync()).ShouldBe(0);
    }

    [SkippableFact]
    public async Task An_unheard_address_is_useful_too_and_evidence_arrives_while_one_looks()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/address/192.0.2.43");
        var page = browsing.Page;
        await Assertions.Expect(page.GetByText("No host has reported it.").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Form, new() { Name = "Ban" })).ToBeVisibleAsync();
        await browsing.ShotAsync("address-unheard", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await AttackAsync("192.0.2.43");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why it is banned" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_viewer_sees_no_buttons_and_is_told_who_has_them()
    {
        await using var browsing = await Browsing.OpenAsync(rig, "vera");
        await browsing.GoAsync("/address/192.0.2.44");
        await Assertions.Expect(browsing.Page.GetByText("operators can ban and lift")).ToBeVisibleAsync();
        (await browsing.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Ban|Lift)") }).CountAsync()).ShouldBe(0);
    }

    [SkippableFact]
    public async Task What_is_no_address_says_what_is_wrong_and_a_search_leads_on()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/address/not-an-address");
        var page = browsing.Page;
        await Assertions.Expect(page.GetByText("looks like a name").First).ToBeVisibleAsync();
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await page.GetByLabel("Address, or a network").FillAsync("2001:db8::7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await Assertions.Expect(page.GetByText("IPv6 is judged by the /64").First).ToBeVisibleAsync();
    }

    private async Task AttackAsync(string source)
    {
        await rig.Fleet.Hosts[0].TellAsync([rig.Fleet.Hosts[0].Item(source, EvidenceKind.PortScan, "connect", 12, 12, 1, topPorts: [22, 80])]);
        await KnownAsync(source, Standing.Banned);
    }

    private async Task KnownAsync(string source, Standing standing)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if ((await rig.Admin.ExplainAsync(IpKey.Parse(source))).Standing == standing) return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{source} did not become {standing}");
    }
}
