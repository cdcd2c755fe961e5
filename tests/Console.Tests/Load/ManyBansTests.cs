using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;

namespace Tegument.Console.Tests.Load;

/// <summary>More bans than a browser can scroll: a window of them is scrolled, the page stays small, and what lies beyond is said and reached.</summary>
public sealed class ManyBansTests : IAsyncLifetime
{
    private const int Bans = 2 * 65_536; // All of 198.18.0.0/15, the network for benchmarks (RFC 2544).

    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task A_window_of_a_hundred_thousand_rows_is_scrolled_and_the_rest_reached_by_jumping()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        var list = new StringBuilder();
        for (var i = 0; i < Bans; i++) list.Append(CultureInfo.InvariantCulture, $"198.{18 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}\n");
        using var file = new MemoryStream(Encoding.ASCII.GetBytes(list.ToString()));
        (await _rig.Admin.ImportBansAsync(file, new BanImportOptions(BanFormat.Plain, TimeSpan.FromHours(1), "many"))).Made.ShouldBe(Bans);

        await using var browsing = await Browsing.OpenAsync(_rig);
        await browsing.GoAsync("/bans?sort=prefix");
        var page = browsing.Page;
        await Assertions.Expect(page.Locator("tbody tr[id^=ban-]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".tblfoot")).ToContainTextAsync("131,072");
        var few = await page.EvaluateAsync<int>("document.querySelectorAll('*').length");

        await page.Locator("tbody tr[id^=ban-]").First.ClickAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator("#ban-99999")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        (await page.EvaluateAsync<int>("document.querySelectorAll('*').length")).ShouldBeLessThan(few + 1000, "what is scrolled out of sight leaves the page");

        await browsing.GoAsync("/bans?sort=prefix&jump=198.19.255.0");
        await Assertions.Expect(page.Locator("tbody tr[id^=ban-]").First).ToContainTextAsync("198.19.255.0");
        await browsing.ShotAsync("bans-many");
    }
}
