using System.Globalization;
using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Logins;

/// <summary>Real guessers at real servers are named and cut off while they work; whoever logs in rightly beside them is not.</summary>
public sealed class GuessingTests(GuessingTests.Stage stage, ITestOutputHelper output) : IClassFixture<GuessingTests.Stage>
{
    public static TheoryData<int, string, string, string> Attacks => new()
    {
        { 41, "brute-force", "ssh", "hydra -I -l root -P {0} -t 16 ssh://10.93.1.1" },
        { 42, "brute-force", "ftp", "hydra -I -l root -P {0} -t 8 ftp://10.93.1.1" },
        { 43, "brute-force", "http-basic", "hydra -I -l user -P {0} -t 8 http-get://10.93.1.1:8088/secret" },
        { 44, "signature", "slow-http", "slowhttptest -H -c 150 -r 150 -i 5 -l 40 -u http://10.93.1.1:8088/" },
    };

    [SkippableTheory]
    [MemberData(nameof(Attacks))]
    public void A_guesser_is_named_and_cut_off_while_at_work(int number, string kind, string technique, string command)
    {
        var host = stage.Host;
        var address = host.NewAttacker(number);
        host.Attacker.Run("ip", "route", "replace", ProtectedHost.Address, "dev", "eth0", "src", address).OrThrow();
        var tool = host.Attacker.Start("sh", "-c", $"cd /tmp && {string.Format(CultureInfo.InvariantCulture, command, stage.Servers.Words)} </dev/null >/dev/null 2>&1");
        try
        {
            var took = Until.True(() => host.KernelSet("v4").ContainsKey(address), $"{address} in the kernel's set");
            output.WriteLine($"{kind}/{technique}: in the kernel {took.TotalSeconds:0.0} s after the tool began");
        }
        finally
        {
            if (!tool.HasExited) tool.Kill(entireProcessTree: true);
            host.Attacker.Run("ip", "route", "del", ProtectedHost.Address).OrThrow();
        }

        var explained = Explain(address);
        var evidence = explained.GetProperty("evidence").EnumerateArray().Select(e => (e.GetProperty("kind").GetString(), e.GetProperty("technique").GetString())).ToArray();
        evidence.ShouldContain((kind, technique), explained.ToString());
        ProtectedHost.CanConnect(host.Attacker, ProtectedHost.Address, address).ShouldBeFalse("after the ban");
        ProtectedHost.IsServed(host.Bystander, ProtectedHost.Address).ShouldBeTrue("a bystander");
    }

    [SkippableFact]
    public void Whoever_logs_in_rightly_is_accused_of_nothing()
    {
        var (host, from) = (stage.Host, stage.Host.Bystander);
        for (var i = 0; i < 20; i++) from.Run(stage.Servers.Ssh("true")).OrThrow();
        from.Run("python3", LoginServers.Script, "ftp", ProtectedHost.Address, "15").OrThrow();
        from.Run("python3", LoginServers.Script, "web", LoginServers.Web, "15").OrThrow();
        for (var i = 0; i < 5; i++) from.Run("ssh-keyscan", "-T", "5", ProtectedHost.Address);
        var explained = Explain("10.93.2.2");
        explained.GetProperty("standing").GetString().ShouldBe("clean", explained.ToString());
        explained.GetProperty("evidence").GetArrayLength().ShouldBe(0, explained.ToString());
    }

    private JsonElement Explain(string address)
    {
        using var document = JsonDocument.Parse(stage.Host.Verb("explain", address, "--json").OrThrow().Output);
        return document.RootElement.Clone();
    }

    public sealed class Stage : IDisposable
    {
        private readonly Lazy<(ProtectedHost Host, LoginServers Servers)> _all = new(() =>
        {
            Requires.Namespaces();
            Requires.Programs("sshd", "ssh", "ssh-keygen", "ssh-keyscan", "hydra", "vsftpd", "slowhttptest", "python3");
            var host = new ProtectedHost("--enforce");
            return (host, new LoginServers(host.Host));
        });

        internal ProtectedHost Host => _all.Value.Host;

        internal LoginServers Servers => _all.Value.Servers;

        public void Dispose()
        {
            if (!_all.IsValueCreated) return;
            _all.Value.Host.Dispose();
            _all.Value.Servers.Dispose();
        }
    }
}
