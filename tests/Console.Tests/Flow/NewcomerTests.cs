using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Tests.Support;

namespace Tegument.Console.Tests.Flow;

public sealed class NewcomerTests
{
    [SkippableFact]
    public async Task Who_starts_up_opens_the_link_makes_a_user_and_watches_a_real_scan_arrive_and_be_banned()
    {
        Requires.Namespaces();
        Requires.Programs("nft", "nmap");
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        await using var host = new AttackedHost();
        var link = await host.UpAsync("--enforce");
        var page = await host.BrowseAsync();

        // The link opens once.
        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Open the console" })).ToBeVisibleAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browsing.Screens, "signin-link.png") });
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open" }).ClickAsync();
        await page.WaitForURLAsync("**/first-run");
        await page.Locator("html[data-ready]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("otto");
        await page.GetByLabel("Password, 12 characters or more").FillAsync(ConsoleRig.Password);
        await page.GetByLabel("The same again").FillAsync(ConsoleRig.Password);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browsing.Screens, "first-run.png") });
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Make the user" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("otto can sign in from now on");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open the overview" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mode")).ToContainTextAsync("Enforcing", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });

        // A real scan, live on the page.
        var scan = Task.Run(() => host.Scan("1-300"));
        await Assertions.Expect(page.Locator(".banner.attack")).ToBeVisibleAsync();
        (await page.EvaluateAsync<string>("document.documentElement.dataset.state")).ShouldBe("attack");
        var feed = page.GetByLabel("Live feed").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = AttackedHost.Attacker });
        await Assertions.Expect(feed).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Live feed").GetByText("banned").First).ToBeVisibleAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browsing.Screens, "overview-real-scan.png"), FullPage = true });
        await scan;

        // From the feed to why.
        await feed.ClickAsync();
        await page.WaitForURLAsync($"**/address/{AttackedHost.Attacker}");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("port-scan");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("banned");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browsing.Screens, "address-real-scan.png"), FullPage = true });

        // The link is used up.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }
}
