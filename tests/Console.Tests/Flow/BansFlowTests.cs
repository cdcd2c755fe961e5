using System.Net;
using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;

namespace Tegument.Console.Tests.Flow;

[Collection(OneConsole.Name)]
public sealed class BansFlowTests(ConsoleRig rig)
{
    [SkippableFact]
    public async Task A_network_is_banned_with_a_warning_found_by_search_shared_by_its_link_and_lifted_with_undo()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        var page = browsing.Page;
        await browsing.GoAsync("/bans");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ban an address" }).ClickAsync();
        await page.GetByLabel("Address or CIDR").FillAsync("198.51.100.0/24");
        await Assertions.Expect(page.Locator("#add-said")).ToContainTextAsync("256 addresses");
        await page.GetByLabel("Reason, goes to the audit log").FillAsync("scanner range of the flow test");
        var submit = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ban 256 addresses" });
        await Assertions.Expect(submit).ToBeDisabledAsync();
        await page.GetByLabel("Yes, ban a /24").CheckAsync();
        await browsing.ShotAsync("bans-add");
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await submit.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "198.51.100.0/24" }).First).ToBeVisibleAsync();

        // The search stands in the address; the link shows a viewer the same, without the buttons.
        await page.GetByPlaceholder("Address, CIDR, reason, actor").FillAsync("of the flow test");
        await page.WaitForURLAsync("**/bans?*q=of*flow*");
        await Assertions.Expect(page.Locator("tbody tr[id^=ban-]")).ToHaveCountAsync(1);
        await using (var viewer = await Browsing.OpenAsync(rig, "vera"))
        {
            await viewer.GoAsync(new Uri(page.Url).PathAndQuery);
            await Assertions.Expect(viewer.Page.Locator("tbody tr[id^=ban-]")).ToHaveCountAsync(1);
            (await viewer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ban an address" }).CountAsync()).ShouldBe(0);
            (await viewer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Lift ban" }).CountAsync()).ShouldBe(0);
            await Assertions.Expect(viewer.Page.GetByText("operators can ban and lift")).ToBeVisibleAsync();
        }

        // Lift, think again, and it stands once more.
        await page.Locator("tbody tr[id^=ban-]").ClickAsync();
        await page.Locator("[data-lift-reason]").FillAsync("its owner called");
        await browsing.ShotAsync("bans-details");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Lift ban" }).ClickAsync();
        await Gone("198.51.100.0/24", gone: true);
        // The ban's own toast may still stand beside it; its undo would lift.
        await page.Locator(".toast", new PageLocatorOptions { HasText = "lifted" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" }).ClickAsync();
        await Gone("198.51.100.0/24", gone: false);
        (await rig.Admin.AuditAsync(new AuditFilter(Text: "its owner called"))).Entries.ShouldContain(entry => entry.Actor.StartsWith("otto", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_protected_address_is_refused_before_it_is_sent()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/bans?add=127.0.0.1");
        await Assertions.Expect(browsing.Page.Locator("#add-said")).ToContainTextAsync("refused");
        await browsing.ShotAsync("bans-protected");
    }

    [SkippableFact]
    public async Task A_file_is_looked_at_first_and_then_taken_in()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/bans?import=1");
        await browsing.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "list.txt", MimeType = "text/plain", Buffer = "192.0.2.130\n192.0.2.131\nnot-an-address\n"u8.ToArray() });
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("not-an-address");
        await browsing.ShotAsync("bans-import");
        (await rig.Admin.BansAsync(new BanFilter(Within: IpPrefix.Parse("192.0.2.130/31")))).Bans.ShouldBeEmpty("it was only looked at");

        await browsing.Page.GetByLabel("Reason, for bans that name none and for the audit log").FillAsync("from a file");
        await browsing.Page.GetByLabel("Leave out the").CheckAsync();
        await browsing.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ban 2", Exact = true }).ClickAsync();
        await Assertions.Expect(browsing.Page.GetByText("Imported 2 bans")).ToBeVisibleAsync();
        (await rig.Admin.BansAsync(new BanFilter(Within: IpPrefix.Parse("192.0.2.130/31")))).Bans.Length.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Chosen_rows_are_lifted_together_and_the_list_is_saved_as_a_file()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        foreach (var last in new[] { 161, 162, 163 }) await rig.Admin.BanAsync(new BanCreate(IpPrefix.Parse($"192.0.2.{last}"), "several of the flow test", 3600));
        await using var browsing = await Browsing.OpenAsync(rig);
        var page = browsing.Page;
        await browsing.GoAsync("/bans?q=several%20of%20the%20flow%20test");
        await Assertions.Expect(page.Locator("tbody tr[id^=ban-]")).ToHaveCountAsync(3);

        await page.Locator("details.export summary").ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("details.export a", new PageLocatorOptions { HasText = "CSV" }).ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync())).Count(line => line.Contains("192.0.2.16", StringComparison.Ordinal)).ShouldBe(3);

        await page.GetByLabel("Select 192.0.2.161").CheckAsync();
        await page.GetByLabel("Select 192.0.2.162").CheckAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Lift 2" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("two were ours");
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Lift" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr[id^=ban-]")).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task What_a_viewer_sees_no_button_for_the_silo_refuses_too()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        using var door = new TegumentClient(rig.Silo, null);
        var session = await door.SignInAsync(new SessionCreate("vera", ConsoleRig.Password));
        using var vera = new TegumentClient(rig.Silo, session.Secret);
        foreach (var act in new Func<Task>[]
        {
            () => vera.BanAsync(new BanCreate(IpPrefix.Parse("192.0.2.140"), "no")), () => vera.UnbanAsync(IpPrefix.Parse("192.0.2.140"), "no"),
            () => vera.SetPostureAsync(new PosturePut(Contracts.Posture.PostureLevel.Explore, "no")), () => vera.ApplyPolicyAsync("", "no"), () => vera.TokensAsync(), () => vera.AuditAsync(),
        })
        {
            (await Should.ThrowAsync<TegumentApiException>(act)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private async Task Gone(string prefix, bool gone)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var listed = (await rig.Admin.BansAsync(new BanFilter(Within: IpPrefix.Parse(prefix)))).Bans.Any(ban => ban.Address.ToString() == prefix);
            if (listed != gone) return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{prefix} should {(gone ? "no longer" : "again")} be banned");
    }
}
