using System.Text.Json;

namespace Tegument.Host.Tests.Attackers;

/// <summary>nmap -D: a scan whose probes bear five other addresses beside the scanner's own. What it says of them can be forged, and was.</summary>
[Collection(SiegeTests.Name)]
public sealed class DecoyTests(Siege siege)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [SkippableTheory]
    [InlineData(Attack.Stranger)]
    [InlineData(Attack.DecoyUser)]
    public void A_decoy_that_nobody_knows_is_banned_for_ten_minutes_at_most_and_gets_no_strike(string address)
    {
        siege.Banned(address, Patience).ShouldBeLessThanOrEqualTo(600);
        var explained = siege.Explain(address);
        explained.GetProperty("verified").GetBoolean().ShouldBeFalse();
        explained.GetProperty("strikes").GetInt32().ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData(Attack.Gateway, "gateway")]
    [InlineData(Attack.Resolver, "resolver")]
    [InlineData(Attack.Own, "own address")]
    public void A_decoy_that_the_host_lives_by_is_accused_and_never_banned(string address, string protection) => NeverBanned(address, protection);

    [SkippableFact]
    public void A_decoy_in_an_administrators_name_is_accused_and_never_banned()
    {
        Skip.IfNot(SshServer.IsInstalled, "needs the programs 'sshd', 'ssh' and 'ssh-keygen'");
        NeverBanned(Attack.Administrator, "administrator session");
        siege.Innocents.AdministratorIsConnected.ShouldBeTrue();
    }

    private void NeverBanned(string address, string protection)
    {
        // The whole scan has been judged when the scanner itself is banned and this address' score could have done the same.
        siege.Banned(Attack.DecoyUser, Patience);
        JsonElement explained = default;
        Chain.Until.True(() => (explained = siege.Explain(address)).GetProperty("score").GetDouble() >= 90, $"{address} accused", Patience, everyMs: 500);
        explained.GetProperty("protection").GetString().ShouldNotBeNull().ShouldContain(protection);
        explained.GetProperty("standing").GetString().ShouldBe("suspect");
        explained.GetProperty("strikes").GetInt32().ShouldBe(0);
        siege.Host.KernelSet("v4").ShouldNotContainKey(address);
    }
}
