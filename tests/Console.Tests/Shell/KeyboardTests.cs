using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

[Collection(OneConsole.Name)]
public sealed class KeyboardTests(ConsoleRig rig)
{
    [SkippableFact]
    public async Task The_palette_jumps_to_an_address_a_page_and_an_action()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/");
        await browsing.Page.Keyboard.PressAsync("Control+k");
        var field = browsing.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "Address, page or action" });
        await Assertions.Expect(field).ToBeFocusedAsync();
        await field.FillAsync("203.0.113.77");
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Open 203.0.113.77");
        await browsing.ShotAsync("palette");
        await browsing.Page.Keyboard.PressAsync("Enter");
        await browsing.Page.WaitForURLAsync("**/address/203.0.113.77");

        await browsing.Page.Keyboard.PressAsync("Control+k");
        await field.FillAsync("host");
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Hosts");
        await browsing.Page.Keyboard.PressAsync("Enter");
        await browsing.Page.WaitForURLAsync("**/hosts");
        await browsing.Page.GoBackAsync();
        await browsing.Page.WaitForURLAsync("**/address/203.0.113.77");
    }

    [SkippableFact]
    public async Task Keys_go_to_pages_change_the_theme_and_tell_what_they_do()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/");
        foreach (var (key, path) in new[] { ("b", "/bans"), ("h", "/hosts"), ("d", "/detections"), ("p", "/posture"), ("y", "/policy"), ("o", "/") })
        {
            await browsing.Page.Keyboard.PressAsync("g");
            await browsing.Page.Keyboard.PressAsync(key);
            await browsing.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path);
        }

        await browsing.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await browsing.ShotAsync("shortcuts");
        await browsing.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(browsing.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Keyboard shortcuts" })).ToBeHiddenAsync();

        await browsing.Page.Keyboard.PressAsync("t");
        (await browsing.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("light");
        await browsing.GoAsync("/");
        (await browsing.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("light", "the cookie keeps it");
    }
}
