namespace Tegument.Host.Tests.Chain;

public sealed class ObserveOnlyTests : IDisposable
{
    private readonly ProtectedHost _host = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Without_enforce_a_scan_is_decided_and_nothing_is_blocked()
    {
        _host.Attacker.Run("nmap", "-n", "-Pn", "-sS", "-p", "1-60", ProtectedHost.Address);
        Until.True(() => _host.Verb("bans").Output.Contains("10.93.1.2", StringComparison.Ordinal), "decided", everyMs: 300);
        _host.Host.Run("nft", "list", "table", "inet", "tegument").ExitCode.ShouldNotBe(0, "no table of ours");
        ProtectedHost.IsServed(_host.Attacker, ProtectedHost.Address).ShouldBeTrue();
        _host.Verb("ban", "198.51.100.9", "--reason", "by hand").OrThrow().Output.ShouldContain("not enforced");
    }
}
