using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Flow;

/// <summary>A rig of its own: two of its hosts are unwell.</summary>
public sealed class HostsFlowTests : IAsyncLifetime
{
    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task A_stale_executor_is_said_in_words_found_among_those_that_need_a_look_and_shown_in_detail()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        _rig.Fleet.Hosts[2].Stale = "nft: No space left on device";
        await using var browsing = await Browsing.OpenAsync(_rig);
        await browsing.GoAsync("/hosts?host=web-1");
        await Assertions.Expect(browsing.Page.Locator("main")).ToContainTextAsync("executor stale: nft: No space left on device");
        await browsing.Page.GetByText("Need a look").ClickAsync();
        await browsing.Page.WaitForURLAsync("**/hosts?*show=look*");
        await Assertions.Expect(browsing.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await browsing.ShotAsync("hosts-unwell", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();
    }
}
