using System.Text.Json;
using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Tests.Support;

namespace Tegument.Console.Tests.Flow;

public sealed class HostileFileTests
{
    private const string Source = "198.51.100.77";

    [SkippableFact]
    public async Task What_another_sensor_captured_goes_through_the_whole_chain_and_stays_text()
    {
        Requires.Namespaces();
        Requires.Programs("nft");
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        var file = Path.GetTempFileName();
        await using var host = new AttackedHost();
        var link = await host.UpAsync("--eve", file);
        await File.AppendAllLinesAsync(file,
        [
            Alert(1, "<script>window.owned=1</script><img src=x onerror=window.owned=1>"), Alert(2, "\u202Egpj.exe \u2066hidden\u2069"), Alert(3, new string('A', 64 * 1024)),
            Alert(4, "ordinary words"),
        ]);

        var page = await host.BrowseAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open" }).ClickAsync();
        await page.WaitForURLAsync("**/first-run");
        foreach (var path in new[] { $"/address/{Source}", "/detections?since=15m", "/", "/bans" })
        {
            await page.GotoAsync(new Uri(new Uri(link), path).ToString());
            await page.Locator("html[data-ready]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            if (path != "/bans") await Assertions.Expect(page.Locator("main")).ToContainTextAsync("alert");
            (await page.EvaluateAsync<bool>("'owned' in window")).ShouldBeFalse(path);
            (await page.Locator("main img").CountAsync()).ShouldBe(0, path);
            var text = await page.InnerTextAsync("body");
            text.ShouldNotContain("\u202E", Case.Sensitive, path);
            text.ShouldNotContain(new string('A', 1000), Case.Sensitive, path);
        }

        File.Delete(file);
    }

    private static string Alert(int id, string signature) => JsonSerializer.Serialize(new
    {
        timestamp = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+0000'", System.Globalization.CultureInfo.InvariantCulture),
        flow_id = id, in_iface = "outer", event_type = "alert", src_ip = Source, src_port = 40000 + id, dest_ip = AttackedHost.Own, dest_port = 80, proto = "TCP",
        alert = new { action = "allowed", gid = 1, signature_id = 9000 + id, rev = 1, signature, category = "x", severity = 1 },
    });
}
