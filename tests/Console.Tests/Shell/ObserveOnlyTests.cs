using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

/// <summary>A rig of its own: none of its hosts blocks.</summary>
public sealed class ObserveOnlyTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task While_no_host_blocks_every_page_says_so_in_large_letters()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        foreach (var host in _rig.Fleet.Hosts) host.Enforcing = false;
        foreach (var light in new[] { false, true })
        {
            await using var browsing = await Browsing.OpenAsync(_rig, light: light);
            foreach (var path in new[] { "/", "/bans", "/posture" })
            {
                await browsing.GoAsync(path);
                await Assertions.Expect(browsing.Page.GetByText("OBSERVING ONLY. Nothing is blocked.")).ToBeVisibleAsync();
            }

            await browsing.GoAsync("/");
            await Assertions.Expect(browsing.Page.Locator(".mode")).ToContainTextAsync("Observing only", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
            await browsing.ShotAsync($"overview-observe-{(light ? "light" : "dark")}", full: true);
            (await browsing.AxeAsync()).ShouldBeEmpty();
        }
    }
}
