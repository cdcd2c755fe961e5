using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Console.Tests.Detections;

/// <summary>Evidence by kind, down to sources and victims, in a browser. Addresses of 192.0.2.0/24.</summary>
[Collection(OneConsole.Name)]
public sealed class DetectionsPageTests(ConsoleRig rig)
{
    [SkippableFact]
    public async Task Choosing_a_technique_lists_its_sources_and_says_what_it_is()
    {
        var host = rig.Fleet.Hosts[0];
        await host.TellAsync([host.Item("192.0.2.61", EvidenceKind.DnsTunnel, "stream", 2, sample: "aGVsbG8.example.net")]);
        await using var browsing = await Browsing.OpenAsync(rig, "vera");
        await browsing.GoAsync("/detections?since=15m");
        var page = browsing.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "stream", Exact = true }).ClickAsync(new() { Timeout = 60_000 });
        await page.WaitForURLAsync(url => url.Contains("kind=dns-tunnel", StringComparison.Ordinal) && url.Contains("technique=stream", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("Data is carried out in DNS names.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "192.0.2.61" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await browsing.ShotAsync("detections-technique", full: true);
        (await browsing.AxeAsync()).ShouldBeEmpty();
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Newest of all kinds" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_spoofed_neighbour_is_told_with_its_hardware_address()
    {
        var now = DateTimeOffset.UtcNow;
        await rig.Fleet.Hosts[1].TellAsync([], new VictimIncident(
            1, EvidenceKind.Anomaly, Techniques.ArpSpoof, IpKey.Parse("192.0.2.1"), 0, 1, 40, now, now, [], "02:00:5e:10:00:01", "claims 192.0.2.1"));
        await using var browsing = await Browsing.OpenAsync(rig);
        await browsing.GoAsync("/detections?since=15m");
        await Assertions.Expect(browsing.Page.GetByText("hardware address 02:00:5e:10:00:01")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(browsing.Page.GetByText("answers for an address that is not theirs")).ToBeVisibleAsync();
    }
}
