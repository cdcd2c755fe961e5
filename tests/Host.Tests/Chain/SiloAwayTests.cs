using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Chain;

public sealed class SiloAwayTests(ITestOutputHelper output) : IDisposable
{
    private readonly ProtectedHost _host = new("--enforce");

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void A_scan_while_the_silo_is_away_for_a_minute_is_judged_on_its_return()
    {
        _host.Silo.Terminate().ShouldBe(0);
        var gone = DateTime.UtcNow;
        _host.Attacker.Run("nmap", "-n", "-Pn", "-sS", "-p", "1-60", ProtectedHost.Address);
        _host.KernelSet("v4").ShouldBeEmpty();
        Thread.Sleep(TimeSpan.FromSeconds(60) - (DateTime.UtcNow - gone));
        _host.StartSilo();
        var took = Until.True(() => _host.KernelSet("v4").ContainsKey("10.93.1.2"), "the ban after the silo's return", everyMs: 5);
        Figures.Print(output, $"banned {took.TotalMilliseconds:0} ms after the silo listened again");
        _host.Verb("explain", "10.93.1.2").OrThrow().Output.ShouldContain("port-scan");
    }
}
