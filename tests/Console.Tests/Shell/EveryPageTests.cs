using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

/// <summary>What holds for every page: axe finds nothing in either theme, nothing is wider than a phone, pictures are kept to look at.</summary>
[Collection(OneConsole.Name)]
public sealed class EveryPageTests(ConsoleRig rig)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" }, { "bans", "/bans" }, { "address", "/address/203.0.113.9" }, { "address-none", "/address" }, { "hosts", "/hosts" },
        { "detections", "/detections" }, { "posture", "/posture" }, { "policy", "/policy" }, { "audit", "/audit" }, { "account", "/account" },
        { "more", "/more" }, { "not-found", "/no-such-page" },
    };

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_in_either_theme(string name, string path)
    {
        foreach (var light in new[] { false, true })
        {
            await using var browsing = await Browsing.OpenAsync(rig, "ada", light);
            browsing.Expected.Add("404 (Not Found)"); // Of the page that is not there.
            await browsing.GoAsync(path);
            await browsing.Page.WaitForTimeoutAsync(800);
            await browsing.ShotAsync($"{name}-{(light ? "light" : "dark")}", full: true);
            (await browsing.AxeAsync()).ShouldBeEmpty();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task A_phone_shows_it_without_scrolling_sideways(string name, string path)
    {
        await using var browsing = await Browsing.OpenAsync(rig, "ada", width: 390, height: 844);
        browsing.Expected.Add("404 (Not Found)");
        await browsing.GoAsync(path);
        await browsing.Page.WaitForTimeoutAsync(500);
        await browsing.ShotAsync($"{name}-phone", full: true);
        (await browsing.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    [SkippableFact]
    public async Task A_viewer_is_told_which_pages_are_not_for_viewers()
    {
        await using var browsing = await Browsing.OpenAsync(rig, "vera");
        await browsing.GoAsync("/audit");
        (await browsing.Page.InnerTextAsync("main")).ShouldContain("not allowed");
        await browsing.ShotAsync("no-permission", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();
    }
}
