using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Api;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Console.Tests.Flow;

/// <summary>What strangers write is shown as text on every page that shows it: script tags, a turned direction of writing, very long lines.</summary>
[Collection(OneConsole.Name)]
public sealed class HostileTextTests(ConsoleRig rig)
{
    private const string Script = "<script>window.owned=1</script><img src=x onerror=window.owned=1>";
    private const string Turned = "\u202Eexe.gpj\u2066\u0007\u001b[31m";

    [SkippableFact]
    public async Task Captured_text_is_text_on_every_page()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        var host = rig.Fleet.Hosts[0];
        await host.TellAsync([host.Item("192.0.2.201", EvidenceKind.Signature, "<b onclick=x>", 1, 1, severity: 4, sample: Script), host.Item("192.0.2.201", EvidenceKind.Log, Turned[..8], 3, sample: Turned)]);
        await rig.Admin.BanAsync(new BanCreate(IpPrefix.Parse("192.0.2.202"), Script + Turned[..8] + new string('A', 300), 600));
        await Assert(() => rig.Admin.ExplainAsync(IpKey.Parse("192.0.2.201")).ContinueWith(t => t.Result.Evidence.Length > 0, TaskScheduler.Default));

        await using var browsing = await Browsing.OpenAsync(rig, "ada");
        foreach (var path in new[] { "/", "/bans?q=192.0.2.202", "/address/192.0.2.201", "/address/192.0.2.202", "/detections", "/detections?kind=signature", "/audit?q=192.0.2.202", $"/bans?q={Uri.EscapeDataString(Script)}", $"/address/{Uri.EscapeDataString("<script>")}" })
        {
            await browsing.GoAsync(path);
            await browsing.Page.WaitForTimeoutAsync(700);
            (await browsing.Page.EvaluateAsync<bool>("'owned' in window")).ShouldBeFalse(path);
            (await browsing.Page.Locator("main img, main b[onclick]").CountAsync()).ShouldBe(0, path);
            (await browsing.Page.InnerTextAsync("body")).ShouldNotContain("\u202E", Case.Sensitive, path);
        }
    }

    private static async Task Assert(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await holds()) return;
            await Task.Delay(100);
        }

        throw new TimeoutException("the evidence did not arrive");
    }
}
