using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Flow;

/// <summary>A rig of its own: the posture is the whole fleet's.</summary>
public sealed class PostureFlowTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task The_posture_is_previewed_set_with_a_reason_undone_and_locked_down_with_a_countdown()
    {
        await using var browsing = await Browsing.OpenAsync(_rig);
        var page = browsing.Page;
        var chip = page.Locator(".chip-posture");
        await browsing.GoAsync("/");

        // Hovering tells what it would do.
        var hardened = page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "HARDENED" });
        await hardened.HoverAsync();
        await Assertions.Expect(page.GetByText("more addresses banned now")).ToBeVisibleAsync();
        await browsing.ShotAsync("posture-preview");

        // Pressing asks why; afterwards it can be taken back.
        await hardened.ClickAsync();
        await page.GetByLabel("Reason, for the audit log").FillAsync("drill of the flow test");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set HARDENED" }).ClickAsync();
        await Assertions.Expect(chip).ToContainTextAsync("HARDENED");
        await browsing.ShotAsync("posture-undo");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(chip).ToContainTextAsync("BALANCED");

        // Lockdown shows who stays admitted, counts down, and is stepped back from.
        await browsing.GoAsync("/posture?set=lockdown");
        await page.GetByLabel("Reason, for the audit log").FillAsync("worm drill");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Close the fleet" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await Assertions.Expect(chip).ToContainTextAsync("LOCKDOWN");
        await browsing.ShotAsync("posture-lockdown", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Back to" }).ClickAsync();
        await Assertions.Expect(chip).ToContainTextAsync("BALANCED");

        // And once more, confirmed.
        await browsing.GoAsync("/posture?set=lockdown");
        await page.GetByLabel("Reason, for the audit log").FillAsync("worm, this time for real");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Close the fleet" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Timer)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Confirm lockdown" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "End lockdown" })).ToBeVisibleAsync();
        await browsing.ShotAsync("posture-confirmed", full: true);

        // The live region spoke of it.
        await Assertions.Expect(page.Locator("[data-announce]")).ToContainTextAsync("Posture is now lockdown");
    }

    [SkippableFact]
    public async Task A_viewer_sees_the_posture_and_who_may_change_it()
    {
        await using var browsing = await Browsing.OpenAsync(_rig, "vera");
        await browsing.GoAsync("/posture");
        (await browsing.Page.GetByRole(AriaRole.Radio).CountAsync()).ShouldBe(0);
        await Assertions.Expect(browsing.Page.GetByText("Operators can change it")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task On_a_phone_one_bans_lifts_and_sets_the_posture()
    {
        await using var browsing = await Browsing.OpenAsync(_rig, width: 390, height: 844);
        var page = browsing.Page;
        await browsing.GoAsync("/bans?add=192.0.2.150");
        await page.GetByLabel("Reason, goes to the audit log").FillAsync("from the train");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ban", Exact = true }).ClickAsync();
        await browsing.GoAsync("/bans?q=192.0.2.150");
        await page.Locator("tbody tr[id^=ban-]").ClickAsync();
        await page.Locator("[data-lift-reason]").FillAsync("wrong one");
        await browsing.ShotAsync("phone-lift");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Lift ban" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No ban matches")).ToBeVisibleAsync();

        await browsing.GoAsync("/posture?set=explore");
        await page.GetByLabel("Reason, for the audit log").FillAsync("looking only");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set EXPLORE" }).ClickAsync();
        await Assertions.Expect(page.Locator(".chip-posture")).ToContainTextAsync("EXPLORE");
        await browsing.ShotAsync("phone-posture");
    }
}
