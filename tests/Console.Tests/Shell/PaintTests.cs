using System.Globalization;
using Tegument.Console.Tests.Rig;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Console.Tests.Shell;

/// <summary>Pages come drawn from the server, and what arrives later moves nothing.</summary>
[Collection(OneConsole.Name)]
public sealed class PaintTests(ConsoleRig rig, ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/bans")]
    [InlineData("/address/198.51.100.9")]
    [InlineData("/hosts")]
    [InlineData("/posture")]
    public async Task Data_that_arrives_moves_nothing(string path)
    {
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync(path); // Once for the browser's cache.
        await browsing.GoAsync(path);
        await browsing.Page.WaitForTimeoutAsync(2500);
        var paint = await browsing.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
        var shift = await browsing.Page.EvaluateAsync<double>(
            "new Promise(done => new PerformanceObserver(list => done(list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0))).observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => done(0), 500))");
        Figures.Print(output, string.Create(CultureInfo.InvariantCulture, $"console {path}: first contentful paint {paint:0} ms (budget 1000), layout shift {shift:0.000}"));
        // 0.1 is what the Web Vitals call good; a banner that pushes the page down once would be far above.
        shift.ShouldBeLessThan(0.1);
    }
}
