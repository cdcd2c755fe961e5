using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Sensor.Enforce.Protect;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class LocalProtectionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tegument-root-").FullName;

    public LocalProtectionTests()
    {
        Put("proc/thread-self/net/route", """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
            eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
            broken line
            """);
        Put("proc/thread-self/net/ipv6_route", """
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00450003     eth0
            20010db8000000000000000000000000 20 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
            """);
        Put("etc/resolv.conf", "# comment\nnameserver 198.51.100.53\nnameserver fe80::53%eth0\noptions edns0\nnameserver bad\n");
        Put("run/systemd/resolve/resolv.conf", "nameserver 198.51.100.54\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Gateways_and_resolvers_are_read_and_bad_lines_are_skipped()
    {
        using var local = new LocalProtection(_root);
        local.Current.Protection.Gateways.ShouldBe([IpKey.Parse("192.0.2.1"), IpKey.Parse("fe80::1")], ignoreOrder: true);
        local.Current.Protection.Resolvers.ShouldBe([IpKey.Parse("198.51.100.53"), IpKey.Parse("198.51.100.54"), IpKey.Parse("fe80::53")], ignoreOrder: true);
        local.Current.Protection.Own.ShouldContain(IpKey.Parse("127.0.0.1"));
        local.Current.Reason(Bans.Prefix("192.0.2.0/31")).ShouldBe("a gateway of this host (192.0.2.1)");
    }

    [Theory]
    [InlineData("sshd: root@pts/0", true)]
    [InlineData("sshd: alice@notty", true)]
    [InlineData("sshd: alice@pts/0,pts/3", true)]
    [InlineData("sshd: alice", true)]
    [InlineData("sshd-session: alice@pts/1", true)]
    [InlineData("sshd: root [priv]", false)] // stands already while root's password is guessed
    [InlineData("sshd: alice [net]", false)]
    [InlineData("sshd: unknown [priv]", false)]
    [InlineData("sshd: unknown", false)]
    [InlineData("sshd: [accepted]", false)]
    [InlineData("sshd: alice [preauth]", false)]
    [InlineData("sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", false)]
    [InlineData("/usr/sbin/sshd -D", false)]
    public void Only_a_session_past_authentication_protects_its_peer(string title, bool isProtected)
    {
        PutSshd(100, 1, 0, "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups");
        PutSshd(200, 100, 0, title);
        PutSocket(200, 5001);
        PutConnections("5001 0A0200C0");
        using var local = new LocalProtection(_root);
        local.Current.Protection.Sessions.ShouldBe(isProtected ? [IpKey.Parse("192.0.2.10")] : []);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(300, false)]
    public void A_users_process_counts_only_below_roots_sshd(int parent, bool isProtected)
    {
        PutSshd(100, 1, 0, "sshd: alice [priv]");
        PutSshd(300, 1, 1000, "sshd: mallory");
        PutSshd(200, parent, 1000, "sshd: alice@pts/0");
        PutSocket(200, 5001);
        PutConnections("5001 0A0200C0");
        using var local = new LocalProtection(_root);
        local.Current.Protection.Sessions.Length.ShouldBe(isProtected ? 1 : 0);
    }

    [Fact]
    public void A_session_that_ends_is_no_longer_protected_and_the_change_is_told()
    {
        PutSshd(200, 1, 0, "sshd: root@pts/0");
        PutSocket(200, 5001);
        PutConnections("5001 0A0200C0");
        using var local = new LocalProtection(_root);
        var told = 0;
        local.Changed += () => told++;
        var before = local.Current;
        local.Refresh();
        local.Current.ShouldBeSameAs(before, "nothing changed");
        told.ShouldBe(0);

        Directory.Delete(Path.Combine(_root, "proc/200"), recursive: true);
        local.Refresh();
        told.ShouldBe(1);
        local.Current.Protection.Sessions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/9")]
    [InlineData("0.0.0.0")]
    [InlineData("0.0.0.0/0")]
    [InlineData("224.0.0.5")]
    [InlineData("128.0.0.0/1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::/0")]
    [InlineData("ff02::1")]
    [InlineData("fe00::/7")]
    public void Some_prefixes_are_refused_on_every_machine(string prefix) => new ProtectionCheck(Protection.None).Reason(Bans.Prefix(prefix)).ShouldNotBeNull();

    [Fact]
    public void An_ordinary_address_is_not_protected()
    {
        var check = new ProtectionCheck(Protection.None with { Own = [IpKey.Parse("192.0.2.1")], OnLink = [Bans.Prefix("192.0.2.0/24")] });
        check.Reason(Bans.Prefix("192.0.2.2")).ShouldBeNull("a neighbour may be banned");
        check.Reason(Bans.Prefix("192.0.2.1")).ShouldBe("this host's own address");
        check.Reason(Bans.Prefix("192.0.0.0/16")).ShouldNotBeNull();
    }

    private void PutSshd(int process, int parent, int user, string title)
    {
        Put($"proc/{process}/comm", "sshd\n");
        Put($"proc/{process}/cmdline", title + "\0left over");
        Put($"proc/{process}/status", $"Name:\tsshd\nPPid:\t{parent}\nUid:\t{user}\t{user}\t{user}\t{user}\n");
    }

    private void PutSocket(int process, int inode)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, $"proc/{process}/fd")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "4"), $"socket:[{inode}]");
        File.CreateSymbolicLink(Path.Combine(folder, "5"), "/dev/null");
    }

    private void PutConnections(params string[] connections)
    {
        var lines = connections.Select((c, i) => c.Split(' ') is [var inode, var peer]
            ? $"   {i}: 010200C0:0016 {peer}:C350 01 00000000:00000000 02:000A7D3C 00000000     0        0 {inode} 4 0000000000000000 20 4 31 10 -1"
            : throw new ArgumentException(c));
        Put("proc/thread-self/net/tcp", "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" + string.Join('\n', lines) + "\n");
    }

    private void Put(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
