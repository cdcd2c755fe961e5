using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Host.Tests.Verbs;

namespace Tegument.Host.Tests.Foreign;

/// <summary>The distribution's real fail2ban with our action: its bans are ours, with jail and reason, and so are its unbans.</summary>
public sealed class Fail2BanTests : IDisposable
{
    private readonly Fail2BanHost _fail2ban = new();

    private UpHost Host => _fail2ban.Host;

    public void Dispose() => _fail2ban.Dispose();

    [SkippableFact]
    public void Its_bans_enter_the_ledger_and_the_kernel_and_its_unbans_leave_both()
    {
        _fail2ban.Start();
        _fail2ban.FailLogins("198.51.100.7");
        Until.True(() => Kernel("198.51.100.7"), "the ban in the kernel");
        var ban = Bans().Single(b => b.GetProperty("address").GetString() == "198.51.100.7");
        ban.GetProperty("origin").GetString().ShouldBe("api");
        ban.GetProperty("reason").GetString()!.ShouldMatch("^fail2ban sshd: [34] failures$");
        ban.GetProperty("secondsLeft").GetDouble().ShouldBeInRange(1000, 1800);

        Host.Verb("ban", "198.51.100.8", "--reason", "a person knows why").OrThrow();
        _fail2ban.FailLogins("198.51.100.8");
        Until.True(() => Bans().Count(b => b.GetProperty("address").GetString() == "198.51.100.8") == 2, "both bans of the other address");
        foreach (var address in new[] { "198.51.100.7", "198.51.100.8" }) _fail2ban.Client("set", "sshd", "unbanip", address).OrThrow();
        Until.True(() => !Kernel("198.51.100.7"), "lifted");
        Until.True(() => Bans() is [var left] && left.GetProperty("reason").GetString() == "a person knows why", "a person's ban stays");
        _fail2ban.Said.ShouldNotContain("ERROR");
    }

    [SkippableFact]
    public void An_address_that_is_never_banned_is_refused_and_fail2ban_goes_on()
    {
        _fail2ban.Start();
        _fail2ban.FailLogins(UpHost.Own);
        Until.True(() => _fail2ban.Said.Contains("never banned: own address", StringComparison.Ordinal), "the refusal in fail2ban's log");
        _fail2ban.FailLogins("198.51.100.7");
        Until.True(() => Kernel("198.51.100.7"), "the next ban");
        Bans().Length.ShouldBe(1);
    }

    [SkippableFact]
    public void After_a_restart_of_fail2ban_its_bans_are_there_again_with_the_time_that_was_left()
    {
        _fail2ban.Start();
        _fail2ban.FailLogins("198.51.100.7");
        Until.True(() => Bans().Length == 1, "the ban");
        Thread.Sleep(2000); // So that less is left.
        _fail2ban.Stop();
        Bans().ShouldBeEmpty("stopping it unbans, as with its own actions");
        _fail2ban.Start();
        Until.True(() => Bans().Length == 1, "the ban again");
        var restored = Bans()[0];
        (restored.GetProperty("expires").GetDateTimeOffset() - restored.GetProperty("created").GetDateTimeOffset()).TotalSeconds.ShouldBeLessThan(1799);
        _fail2ban.Said.ShouldNotContain("ERROR");
    }

    private bool Kernel(string address) => Host.Space.Run("nft", "list", "set", "inet", "tegument", "v4").Output.Contains(address, StringComparison.Ordinal);

    private JsonElement[] Bans() =>
        [.. Host.Verb("bans", "--json").OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
