using System.Text.Json;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Chain;

public sealed class AttackTests(AttackTests.Stage stage, ITestOutputHelper output) : IClassFixture<AttackTests.Stage>
{
    // Each attack comes from an address of its own, so that none profits from another's verdict.
    public static TheoryData<int, string, string, string> Attacks => new()
    {
        { 11, "port-scan", "syn", "nmap -n -Pn -sS -p 1-60 -S {0} -e eth0 10.93.1.1" },
        { 12, "port-scan", "connect", "ip netns exec {1} nmap" },
        { 13, "port-scan", "null", "nmap -n -Pn -sN -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 14, "port-scan", "fin", "nmap -n -Pn -sF -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 15, "port-scan", "xmas", "nmap -n -Pn -sX -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 16, "port-scan", "udp", "nmap -n -Pn -sU -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 17, "port-scan", "ack", "nmap -n -Pn -sA -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 18, "port-scan", "maimon", "nmap -n -Pn -sM -p 30-60 -S {0} -e eth0 10.93.1.1" },
        { 19, "host-sweep", "syn", "nmap -n -Pn -sS -p 445 -S {0} -e eth0 10.93.3.2-60" },
        { 20, "syn-flood", "", "hping3 -q -S -p 80 -i u300 -c 3000 -a {0} 10.93.1.1" },
        { 21, "udp-flood", "", "hping3 -q --udp -p 9999 -i u100 -c 8000 -a {0} 10.93.1.1" },
        { 22, "icmp-flood", "", "hping3 -q -1 -i u300 -c 3000 -a {0} 10.93.1.1" },
    };

    [SkippableTheory]
    [MemberData(nameof(Attacks))]
    public void An_attack_is_named_and_its_source_cut_off(int number, string kind, string technique, string command)
    {
        var host = stage.Host;
        var address = host.NewAttacker(number);
        ProtectedHost.IsServed(host.Attacker, ProtectedHost.Address, address).ShouldBeTrue("before the attack");
        Attack(host, address, technique == "connect" ? null : string.Format(System.Globalization.CultureInfo.InvariantCulture, command, address));

        var took = Until.True(() => host.KernelSet("v4").ContainsKey(address), $"{address} in the kernel's set");
        output.WriteLine($"{kind}/{technique}: in the kernel {took.TotalMilliseconds:0} ms after the tool ended");
        using var explained = JsonDocument.Parse(host.Verb("explain", address, "--json").OrThrow().Output);
        var evidence = explained.RootElement.GetProperty("evidence").EnumerateArray().Select(e => (e.GetProperty("kind").GetString(), e.GetProperty("technique").GetString())).ToArray();
        evidence.ShouldContain((kind, technique));
        ProtectedHost.CanConnect(host.Attacker, ProtectedHost.Address, address).ShouldBeFalse("after the ban");
        ProtectedHost.CanConnect(host.Attacker, ProtectedHost.Inner, address).ShouldBeFalse("forwarded traffic after the ban");
        ProtectedHost.IsServed(host.Bystander, ProtectedHost.Address).ShouldBeTrue("a bystander");
    }

    [SkippableFact]
    public void An_IPv6_scanner_is_banned_by_its_64()
    {
        var host = stage.Host;
        host.Attacker.Run("nmap", "-6", "-n", "-Pn", "-sS", "-p", "1-60", "fd93:0:0:2::1");
        Until.True(() => host.KernelSet("v6_64").ContainsKey("fd93:0:0:1::"), "the /64 in the kernel's set");
    }

    // A connect scan uses the stack's own source address: it runs from an address that is the interface's only one for its route.
    private static void Attack(ProtectedHost host, string address, string? command)
    {
        if (command is not null)
        {
            host.Attacker.Run(["sh", "-c", command]);
            return;
        }

        host.Attacker.Run("ip", "route", "replace", ProtectedHost.Address, "dev", "eth0", "src", address).OrThrow();
        host.Attacker.Run("nmap", "-n", "-Pn", "-sT", "-p", "1-100", ProtectedHost.Address);
        host.Attacker.Run("ip", "route", "del", ProtectedHost.Address).OrThrow();
    }

    public sealed class Stage : IDisposable
    {
        private ProtectedHost? _host;

        internal ProtectedHost Host => _host ??= new ProtectedHost("--enforce");

        public void Dispose() => _host?.Dispose();
    }
}
