using System.Globalization;
using Tegument.Console.Tests.Rig;
using Tegument.Contracts.Evidence;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Console.Tests.Load;

/// <summary>Fifty browsers look on while ten thousand items of evidence come in each second: one link, a bounded page, a bounded process.</summary>
public sealed class ManyBrowsersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Real = 4, Scripted = 46, ItemsPerSecond = 10_000, Seconds = 20;

    private readonly ConsoleRig _rig = new();

    public Task InitializeAsync() => _rig.InitializeAsync();

    public Task DisposeAsync() => _rig.DisposeAsync();

    [SkippableFact]
    public async Task Fifty_browsers_cost_the_console_little_and_their_pages_do_not_grow()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        var pages = new List<Browsing>();
        var circuits = new List<ScriptedCircuit>();
        try
        {
            for (var i = 0; i < Real; i++)
            {
                pages.Add(await Browsing.OpenAsync(_rig));
                await pages[i].GoAsync(i % 2 == 0 ? "/" : "/bans");
            }

            for (var i = 0; i < Scripted; i++) circuits.Add(await ScriptedCircuit.OpenAsync(_rig.Console, "/", "otto"));
            await Attack(5); // Until everything that is shown has been compiled once.

            var before = circuits.Sum(circuit => circuit.Batches);
            var bytes = circuits.Sum(circuit => circuit.Bytes);
            var cpu = ProcessorTime(_rig.ConsoleProcess);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var sent = await Attack(Seconds);
            var elapsed = clock.Elapsed.TotalSeconds;
            var cores = (ProcessorTime(_rig.ConsoleProcess) - cpu) / elapsed;
            var resident = ResidentMegabytes(_rig.ConsoleProcess);
            var batches = circuits.Sum(circuit => circuit.Batches) - before;
            bytes = circuits.Sum(circuit => circuit.Bytes) - bytes;
            Figures.Print(output, string.Create(CultureInfo.InvariantCulture,
                $"console with {Real} Chromium pages and {Scripted} scripted circuits at {sent / elapsed:#,0} evidence items/s: {cores:0.00} cores (budget 1), {resident:0} MB (budget 400), {batches / elapsed / Scripted:0.0} batches and {bytes / elapsed / Scripted / 1024:0.0} KiB a second and circuit"));

            circuits.ShouldAllBe(circuit => circuit.Batches > 0);
            batches.ShouldBeLessThanOrEqualTo((long)(elapsed * 16 * Scripted), "changes are told a few times a second, whatever comes in");
            resident.ShouldBeLessThan(400);
            foreach (var page in pages) (await page.Page.EvaluateAsync<int>("document.querySelectorAll('*').length")).ShouldBeLessThan(4000);
        }
        finally
        {
            foreach (var circuit in circuits) await circuit.DisposeAsync();
            foreach (var page in pages) await page.DisposeAsync();
        }
    }

    /// <summary>Evidence of ten thousand sources a second (RFC 2544's network for benchmarks), a tenth of it each tenth of a second; returns how many items were sent.</summary>
    private async Task<long> Attack(int seconds)
    {
        var sent = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tick = 0; tick < seconds * 10; tick++)
        {
            await timer.WaitForNextTickAsync();
            var host = _rig.Fleet.Hosts[tick % _rig.Fleet.Hosts.Count];
            var items = Enumerable.Range(0, ItemsPerSecond / 10)
                .Select(i => host.Item($"198.18.{i % 250}.{1 + ((tick * 7) + (i / 250)) % 250}", EvidenceKind.PortScan, "connect", 1 + (i % 3), 1, 1, verified: false, topPorts: [22, 443])).ToArray();
            await host.TellAsync(items);
            sent += items.Length;
        }

        return sent;
    }

    private static double ProcessorTime(int process) => System.Diagnostics.Process.GetProcessById(process).TotalProcessorTime.TotalSeconds;

    private static double ResidentMegabytes(int process) => System.Diagnostics.Process.GetProcessById(process).WorkingSet64 / 1e6;
}
