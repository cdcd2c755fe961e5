using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Client;

namespace Tegument.Console.Tests.Shell;

[Collection(OneConsole.Name)]
public sealed class SignInTests(ConsoleRig rig)
{
    [SkippableFact]
    public async Task Nobody_sees_anything_of_the_fleet_before_signing_in()
    {
        await using var browsing = await Browsing.OpenAsync(rig, who: null);
        foreach (var path in new[] { "/", "/bans", "/address/203.0.113.9", "/hosts", "/detections", "/posture", "/policy", "/audit", "/account" })
        {
            await browsing.Page.GotoAsync(rig.Console + path);
            browsing.Page.Url.ShouldContain("/signin?to=");
        }

        var text = await browsing.Page.InnerTextAsync("body");
        text.ShouldNotContain("edge-1");
        text.ShouldNotContain("ENFORCING");
        await browsing.ShotAsync("signin-dark");
    }

    [SkippableFact]
    public async Task Whoever_signs_in_comes_to_the_page_that_was_asked_for_and_out_again()
    {
        await using var browsing = await Browsing.OpenAsync(rig, who: null);
        await browsing.Page.GotoAsync(rig.Console + "/bans?q=203.0.113.0%2F24");
        await browsing.Page.GetByLabel("User", new PageGetByLabelOptions { Exact = true }).FillAsync("otto");
        await browsing.Page.GetByLabel("Password or one-time token").FillAsync(ConsoleRig.Password);
        await browsing.Page.Keyboard.PressAsync("Enter");
        await browsing.Page.WaitForURLAsync("**/bans?q=203.0.113.0%2F24");
        await browsing.ReadyAsync();

        var cookie = (await browsing.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "tegument");
        (cookie.HttpOnly, cookie.SameSite).ShouldBe((true, SameSiteAttribute.Lax));

        await browsing.Page.Locator(".topbar details.user summary").ClickAsync();
        await browsing.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).First.ClickAsync();
        await browsing.Page.WaitForURLAsync("**/signin?out=1");
        await browsing.Page.GotoAsync(rig.Console + "/");
        browsing.Page.Url.ShouldContain("/signin");
    }

    [SkippableFact]
    public async Task A_wrong_password_says_how_many_tries_are_left_and_is_audited()
    {
        await using var browsing = await Browsing.OpenAsync(rig, who: null);
        await browsing.Page.GotoAsync(rig.Console + "/signin");
        await browsing.Page.GetByLabel("User", new PageGetByLabelOptions { Exact = true }).FillAsync("nobody-here");
        await browsing.Page.GetByLabel("Password or one-time token").FillAsync("guessed-wrongly-once");
        await browsing.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("more tries");
        await browsing.ShotAsync("signin-wrong");
        (await rig.Admin.AuditAsync(new AuditFilter(Limit: 50))).Entries.ShouldContain(entry => entry.Action.Contains("sign", StringComparison.Ordinal) && entry.Outcome.StartsWith("refused", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Sign_in_sends_nobody_to_another_site(string to)
    {
        await using var browsing = await Browsing.OpenAsync(rig, who: null);
        await browsing.Page.GotoAsync($"{rig.Console}/signin?to={Uri.EscapeDataString(to)}");
        await browsing.Page.GetByLabel("User", new PageGetByLabelOptions { Exact = true }).FillAsync("vera");
        await browsing.Page.GetByLabel("Password or one-time token").FillAsync(ConsoleRig.Password);
        await browsing.Page.Keyboard.PressAsync("Enter");
        await browsing.Page.WaitForURLAsync(rig.Console + "/");
    }
}
