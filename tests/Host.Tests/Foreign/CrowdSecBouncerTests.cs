using Tegument.Host.Tests.Chain;

namespace Tegument.Host.Tests.Foreign;

/// <summary>The real crowdsec-firewall-bouncer of the distribution, unchanged, with our silo in the place of CrowdSec.</summary>
public sealed class CrowdSecBouncerTests : IDisposable
{
    private readonly BouncerHost _host = new();

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void Our_bans_enter_its_nftables_sets_and_our_unbans_leave_them()
    {
        Ban("203.0.113.1");
        _host.StartBouncer();
        _host.UntilHeld("203.0.113.1");
        Ban("203.0.113.2");
        Ban("2001:db8::7");
        Ban("198.18.5.0/24");
        _host.UntilHeld("203.0.113.2");
        _host.UntilHeld("2001:db8::7");
        _host.UntilHeld("198.18.5.0"); // This bouncer takes the first address of a network for the whole: its own, known fault.
        _host.Sets().ShouldContain("timeout");

        foreach (var banned in new[] { "203.0.113.1", "2001:db8::7", "198.18.5.0/24" }) _host.Verb("unban", banned, "--reason", "enough").OrThrow();
        _host.UntilHeld("203.0.113.1", held: false);
        _host.UntilHeld("2001:db8::7", held: false);
        _host.UntilHeld("198.18.5.0", held: false);
        _host.Sets().ShouldContain("203.0.113.2 ");
    }

    [SkippableFact]
    public void A_restart_of_the_silo_between_loses_nothing()
    {
        Ban("203.0.113.1");
        Ban("203.0.113.2");
        _host.StartBouncer();
        _host.UntilHeld("203.0.113.1");

        // It is held still while the ledger changes and the silo dies, so that only what is on disk can tell it.
        _host.Bouncer.Signal(19);
        _host.Verb("unban", "203.0.113.1", "--reason", "enough").OrThrow();
        Ban("203.0.113.3");
        _host.Silo.Kill();
        _host.StartSilo();
        _host.Bouncer.Signal(18);
        _host.UntilHeld("203.0.113.3");
        _host.UntilHeld("203.0.113.1", held: false);
        _host.Sets().ShouldContain("203.0.113.2 ");
        _host.Bouncer.HasExited.ShouldBeFalse(_host.Bouncer.Said);
    }

    [SkippableFact]
    public void A_ban_made_longer_holds_there_past_its_first_end()
    {
        Ban("203.0.113.1", "6s");
        _host.StartBouncer();
        _host.UntilHeld("203.0.113.1");
        Ban("203.0.113.1", "1h");
        Until.True(() => _host.Sets().Contains("203.0.113.1 timeout 59m", StringComparison.Ordinal), "the longer ban, once the first has run out there");
    }

    private void Ban(string prefix, string ttl = "1h") => _host.Verb("ban", prefix, "--reason", "a stranger", "--ttl", ttl).OrThrow();
}
