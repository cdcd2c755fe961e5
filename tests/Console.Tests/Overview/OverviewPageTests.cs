using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Overview;

/// <summary>A rig of its own: an attack here would change what others see.</summary>
public sealed class OverviewPageTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task An_attack_arrives_in_the_feed_the_table_and_the_charts_and_a_paused_feed_counts_what_is_newer()
    {
        await using var browsing = await Browsing.OpenAsync(_rig);
        var page = browsing.Page;
        await browsing.GoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Live feed" })).ToContainTextAsync("Nothing has happened");

        using var stop = new CancellationTokenSource();
        var attack = AttackAsync(stop.Token);
        var feed = page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Feed" }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(feed.First).ToContainTextAsync("203.0.113.");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Top attackers" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = new Regex("203\\.0\\.113\\.") }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("path.reached")).ToHaveAttributeAsync("d", new Regex("L"));

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause the feed" }).ClickAsync();
        await Assertions.Expect(page.GetByText(new Regex("paused at .*, [1-9][0-9]* newer"))).ToBeVisibleAsync();
        var shown = await feed.AllInnerTextsAsync();
        shown.Count.ShouldBeLessThanOrEqualTo(10);
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await browsing.ShotAsync("overview-attack", full: true);
        (await feed.AllInnerTextsAsync()).ShouldBe(shown, "paused, it stands still");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume the feed" }).ClickAsync();
        await Assertions.Expect(page.GetByText("merged by source")).ToBeVisibleAsync();
        await stop.CancelAsync();
        await attack;
    }

    [SkippableFact]
    public async Task The_window_stands_in_the_address_and_back_returns_to_the_last_one()
    {
        await using var browsing = await Browsing.OpenAsync(_rig);
        var page = browsing.Page;
        await browsing.GoAsync("/?window=1h");
        ILocator Window(string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
        await Assertions.Expect(Window("1 h")).ToHaveAttributeAsync("aria-pressed", "true");
        await Window("24 h").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("window=24h"));
        await Assertions.Expect(page.GetByText("−24 h").First).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(Window("1 h")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator("[aria-busy]")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task On_a_phone_one_of_the_lesser_panels_is_shown_and_named_in_the_address()
    {
        await using var browsing = await Browsing.OpenAsync(_rig, width: 390, height: 844);
        var page = browsing.Page;
        await browsing.GoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Fleet health" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Fleet", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Fleet health" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Live feed" })).ToBeHiddenAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("panel=Fleet"));
    }

    private async Task AttackAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _rig.Fleet.AttackAsync();
            await Task.Delay(500, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
