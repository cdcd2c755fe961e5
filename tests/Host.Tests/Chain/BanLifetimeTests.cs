
namespace Tegument.Host.Tests.Chain;

public sealed class BanLifetimeTests : IDisposable
{
    private readonly ProtectedHost _host = new("--enforce");

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void A_short_ban_lifts_by_itself_with_every_process_of_ours_dead()
    {
        _host.Verb("ban", "10.93.1.2", "--ttl", "3s", "--reason", "three seconds").OrThrow();
        Until.True(() => _host.KernelSet("v4").ContainsKey("10.93.1.2"), "the ban in the kernel");
        _host.Agent.Kill();
        _host.Silo.Kill();
        ProtectedHost.CanConnect(_host.Attacker, ProtectedHost.Address).ShouldBeFalse("banned");
        Until.True(() => ProtectedHost.CanConnect(_host.Attacker, ProtectedHost.Address), "lifted by the kernel");
        _host.KernelSet("v4").ShouldNotContainKey("10.93.1.2");
    }

    [SkippableFact]
    public void Unban_lifts_at_once_and_a_24_stays_a_24()
    {
        _host.Verb("ban", "10.93.1.0/25", "--reason", "half the network").ExitCode.ShouldNotBe(0, "the host's own address lies in it");
        _host.Verb("ban", "198.51.100.0/24", "--ttl", "1h", "--reason", "a network").OrThrow();
        _host.Verb("ban", "10.93.1.2", "--reason", "an address").OrThrow();
        Until.True(() => _host.KernelSet("v4").ContainsKey("10.93.1.2") && _host.KernelSet("v4_24").ContainsKey("198.51.100.0"), "both in the kernel");
        ProtectedHost.CanConnect(_host.Attacker, ProtectedHost.Address).ShouldBeFalse();
        _host.Verb("unban", "10.93.1.2", "--reason", "a mistake").OrThrow();
        Until.True(() => !_host.KernelSet("v4").ContainsKey("10.93.1.2"), "lifted");
        ProtectedHost.IsServed(_host.Attacker, ProtectedHost.Address).ShouldBeTrue();
        _host.KernelSet("v4_24").ShouldContainKey("198.51.100.0");
    }

    [SkippableFact]
    public void Flush_removes_every_trace_and_leaves_the_host_observing()
    {
        _host.Verb("ban", "198.51.100.7", "--reason", "to be flushed").OrThrow();
        Until.True(() => _host.KernelSet("v4").ContainsKey("198.51.100.7"), "the ban in the kernel");
        _host.Verb("flush", "--host", "stage").OrThrow();
        Until.True(() => _host.Host.Run("nft", "list", "table", "inet", "tegument").ExitCode != 0, "the table is gone");
        Until.True(() => _host.Verb("hosts", "--json").Output.Contains("\"enforcing\":false", StringComparison.Ordinal), "the host observes", everyMs: 300);
        _host.Verb("ban", "198.51.100.8", "--reason", "now").OrThrow().Output.ShouldContain("not enforced");
        _host.Host.Run("nft", "list", "table", "inet", "tegument").ExitCode.ShouldNotBe(0, "and stays gone");
    }
}
