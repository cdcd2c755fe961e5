using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

/// <summary>A rig of its own: what is stopped here would disturb others.</summary>
public sealed class DisconnectTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task While_the_silo_is_away_the_page_says_as_of_when_it_is_and_comes_back_by_itself()
    {
        await using var browsing = await Browsing.OpenAsync(_rig);
        await browsing.GoAsync("/");
        await Assertions.Expect(browsing.Page.Locator(".live")).ToHaveTextAsync("live");
        _rig.StopSilo();
        await Assertions.Expect(browsing.Page.GetByText("Disconnected for")).ToBeVisibleAsync();
        await Assertions.Expect(browsing.Page.Locator(".live")).ToContainTextAsync("as of");
        (await browsing.Page.EvaluateAsync<string>("document.documentElement.dataset.state")).ShouldBe("stale");
        await browsing.ShotAsync("overview-stale", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();

        await _rig.StartSiloAsync();
        await Assertions.Expect(browsing.Page.Locator(".live")).ToHaveTextAsync("live");
        await Assertions.Expect(browsing.Page.GetByText("Disconnected for")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task When_the_console_itself_was_away_the_page_is_opened_again_where_it_was()
    {
        await using var browsing = await Browsing.OpenAsync(_rig);
        browsing.Expected.AddRange(["WebSocket", "ERR_CONNECTION", "Failed to", "circuit", "Connection", "disconnected"]);
        await browsing.GoAsync("/hosts");
        _rig.StopConsole();
        await Assertions.Expect(browsing.Page.GetByText("The console does not answer")).ToBeVisibleAsync();
        await browsing.ShotAsync("console-away");
        await _rig.StartConsoleAsync();
        await Assertions.Expect(browsing.Page.GetByText("The console does not answer")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 60_000 });
        new Uri(browsing.Page.Url).AbsolutePath.ShouldBe("/hosts", "still signed in: the cookie's keys are kept");
    }
}
