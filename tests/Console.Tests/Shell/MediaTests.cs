using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

/// <summary>What people tell their system about motion and colours is heeded.</summary>
[Collection(OneConsole.Name)]
public sealed class MediaTests(ConsoleRig rig)
{
    private const string Pulse = "getComputedStyle(document.querySelector('.pulse'), '::after').animationName";

    [SkippableFact]
    public async Task The_pulse_of_an_attack_stands_still_where_less_motion_is_wanted()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/");
        await browsing.Page.EvaluateAsync("document.documentElement.dataset.state = 'attack'");
        (await browsing.Page.EvaluateAsync<string>(Pulse)).ShouldBe("none", "the browser asks for less motion");
        await browsing.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        await browsing.Page.EvaluateAsync("document.documentElement.dataset.state = 'attack'");
        (await browsing.Page.EvaluateAsync<string>(Pulse)).ShouldBe("breath");
    }

    [SkippableFact]
    public async Task Forced_colours_get_real_borders_and_the_chosen_posture_an_outline()
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/");
        const string border = "getComputedStyle(document.querySelector('.cell')).borderTopWidth";
        (await browsing.Page.EvaluateAsync<string>(border)).ShouldBe("0px");
        await browsing.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        (await browsing.Page.EvaluateAsync<string>(border)).ShouldBe("1px");
        (await browsing.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.posture [aria-checked=true]')).outlineWidth")).ShouldBe("3px");
    }
}
