using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Api;

namespace Tegument.Console.Tests.Flow;

/// <summary>A rig of its own: the policy is the whole fleet's.</summary>
public sealed class SettingsFlowTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task A_fault_shows_at_its_line_and_a_change_is_simulated_before_it_is_applied()
    {
        await using var browsing = await Browsing.OpenAsync(_rig, "ada");
        var page = browsing.Page;
        await browsing.GoAsync("/policy?tab=file");
        var text = page.GetByLabel("The policy as text");
        var running = await text.InputValueAsync();
        running.ShouldContain("half-life: 10m");

        await text.FillAsync(running.Replace("half-life: 10m", "half-life: ten", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".at-line")).ToContainTextAsync("expected a duration");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply to the fleet" })).ToBeDisabledAsync();
        await browsing.ShotAsync("policy-fault");
        (await browsing.AxeAsync()).ShouldBeEmpty();

        await text.FillAsync(running.Replace("half-life: 10m", "half-life: 20m", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("reputation.half-life: 10m -> 20m")).ToBeVisibleAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("slower forgetting");
        await Assertions.Expect(page.GetByText("Simulate it first")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Simulate" }).ClickAsync();
        await Assertions.Expect(page.GetByText("the running policy bans")).ToBeVisibleAsync();
        await browsing.ShotAsync("policy-simulated");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply to the fleet" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The policy runs: 1 setting changed")).ToBeVisibleAsync();
        (await _rig.Admin.PolicyAsync()).Text.ShouldContain("half-life: 20m");
    }

    [SkippableFact]
    public async Task A_token_is_shown_once_and_a_person_is_made_changed_and_found_in_the_audit_log()
    {
        await using var browsing = await Browsing.OpenAsync(_rig, "ada");
        var page = browsing.Page;
        await browsing.GoAsync("/policy?tab=tokens");
        await page.GetByLabel("Name, as the audit log calls whoever uses it").FillAsync("edge firewall");
        await page.GetByLabel("bouncer").CheckAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Make the token" }).ClickAsync();
        var secret = await page.GetByLabel("The token's secret").InputValueAsync();
        secret.ShouldStartWith("tgm_");
        await browsing.ShotAsync("token-once");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "I have it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "edge firewall", Exact = true })).ToBeVisibleAsync();
        (await page.ContentAsync()).ShouldNotContain(secret);

        await browsing.GoAsync("/policy?tab=users");
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("nora");
        await page.GetByLabel("Password, 12 characters or more").FillAsync("twelve-or-more");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Make the user" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change nora" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Reason, for the audit log").FillAsync("left the night shift");
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Role").SelectOptionAsync("Viewer");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("nora is changed")).ToBeVisibleAsync();
        (await _rig.Admin.UsersAsync()).Users.Single(user => user.Name == "nora").Role.ShouldBe(TokenRole.Viewer);

        await browsing.GoAsync("/audit");
        await page.GetByPlaceholder("Reason, subject, or what changed").FillAsync("left the night shift");
        await page.WaitForURLAsync("**/audit?*q=left*");
        await Assertions.Expect(page.Locator("table.audit tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Verify the chain" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Intact:")).ToBeVisibleAsync();
        await browsing.ShotAsync("audit-verified");
    }
}
