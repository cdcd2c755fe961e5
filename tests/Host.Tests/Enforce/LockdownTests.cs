using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Enforce;

/// <summary>What a lockdown lets pass and how it ends, with real packets and the executor alone.</summary>
public sealed class LockdownTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private static readonly LockdownOrder Minute = new("3@1", false, 60, [], [], [], 1);

    [SkippableTheory]
    [InlineData("10.77.1.1")]
    [InlineData("fd77:1::1")]
    [InlineData("10.77.2.2")]
    public void Strangers_open_no_connection_while_closed(string target)
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        // IPv6 takes a second or two to settle on a new link.
        EnforcedNetwork.Eventually(() => network.Reaches(target));
        Close(network, Minute);
        network.Reaches(target).ShouldBeFalse();
        Open(network);
        network.Reaches(target).ShouldBeTrue("leaving the posture opens at once");
    }

    [SkippableFact]
    public void A_session_older_than_our_table_survives()
    {
        using var network = new EnforcedNetwork(start: false);
        var (client, host) = network.Connect();
        using (client)
        using (host)
        {
            network.Executor.Start();
            network.WaitUntilStarted();
            Close(network, Minute);
            Echo(client, host, "from the client, which tracking takes for new");
            Echo(host, client, "and from the host");
            network.Reaches("10.77.1.1").ShouldBeFalse();
        }
    }

    [SkippableFact]
    public void Who_is_admitted_gets_in_and_so_does_everybody_on_an_open_port()
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        Close(network, Minute with { Sources = [IpPrefix.Parse("10.77.1.128/25"), IpPrefix.Parse("fd77:1::/64")] });
        network.Reaches("10.77.1.1", from: "10.77.1.130").ShouldBeTrue();
        network.Reaches("10.77.2.2", from: "10.77.1.130").ShouldBeTrue();
        EnforcedNetwork.Eventually(() => network.Reaches("fd77:1::1"));
        network.Reaches("10.77.1.1").ShouldBeFalse();
        Close(network, Minute with { Lists = 2, TcpPorts = [9], UdpPorts = [5353] });
        network.Reaches("10.77.1.1").ShouldBeTrue("the tests knock at port 9");
        network.Reaches("fd77:1::1").ShouldBeTrue();
        Datagram(network, port: 5353).ShouldBeTrue();
        Datagram(network, port: 5354).ShouldBeFalse();
    }

    [SkippableFact]
    public void A_strangers_datagrams_and_pings_are_dropped_and_answers_to_our_own_pass()
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        Datagram(network, port: 5354).ShouldBeTrue();
        Pings(network.Client, "10.77.1.1").ShouldBeTrue();
        Close(network, Minute);
        Datagram(network, port: 5354).ShouldBeFalse();
        Pings(network.Client, "10.77.1.1").ShouldBeFalse();
        Pings(network.Host, "10.77.1.2").ShouldBeTrue();
        Pings(network.Host, "fd77:1::2").ShouldBeTrue("neighbour discovery passes as well");
        Asks(network).ShouldBeTrue("a resolver's answer is a reply");
        ConnectsOut(network).ShouldBeTrue();
    }

    [SkippableFact]
    public void Unconfirmed_it_ends_in_the_kernel_with_every_process_dead()
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        Close(network, Minute with { SecondsLeft = 6 });
        network.Executor.Dispose();
        network.Reaches("10.77.1.1").ShouldBeFalse();
        Elements(network).ShouldBe(2);
        EnforcedNetwork.Eventually(() => network.Reaches("10.77.1.1"));
        network.Reaches("fd77:1::1").ShouldBeTrue();
    }

    [SkippableFact]
    public void A_restarted_executor_goes_on_with_the_deadline_and_a_confirmed_one_holds()
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        Close(network, Minute with { SecondsLeft = 8 });
        network.Restart();
        EnforcedNetwork.Eventually(() => network.Status.Lockdown is { Phase: LockdownPhase.Armed, SecondsLeft: <= 8, Fault: null }, () => network.Status.ToString());
        Close(network, Minute with { Id = "4@1", Confirmed = true, SecondsLeft = null });
        Thread.Sleep(TimeSpan.FromSeconds(9));
        network.Reaches("10.77.1.1").ShouldBeFalse("it outlives the switch once confirmed");
        network.Restart();
        EnforcedNetwork.Eventually(() => network.Status is { Stale: null, Lockdown: { Phase: LockdownPhase.Confirmed, Fault: null } }, () => network.Status.ToString());
        network.Reaches("10.77.1.1").ShouldBeFalse();
        Close(network, Minute with { Id = "5@1", Confirmed = true, SecondsLeft = 3 });
        EnforcedNetwork.Eventually(() => network.Reaches("10.77.1.1"));
        Elements(network).ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData("flush ruleset")]
    [InlineData("delete table inet tegument")]
    [InlineData("flush set inet tegument lockdown")]
    [InlineData("flush chain inet tegument lockdown")]
    [InlineData("insert rule inet tegument lockdown accept")]
    [InlineData("flush chain inet tegument lockdown_input; delete chain inet tegument lockdown_input; add chain inet tegument lockdown_input")]
    [InlineData("flush set inet tegument lockdown; add element inet tegument lockdown { ipv4, ipv6 }")]
    public void Whatever_is_done_to_it_is_put_right(string command)
    {
        using var network = new EnforcedNetwork(proofPeriod: Never);
        network.Snapshot(("192.0.2.7", 600));
        network.WaitUntilEnforced(1);
        Close(network, Minute);
        network.Nft(command);
        EnforcedNetwork.Eventually(() => network.Status.ForeignChanges > 0 && network.Status.Stale is null && Elements(network, "expires") == 2 && !network.Reaches("10.77.1.1"), () => network.Status.ToString());
        network.WaitUntilEnforced(1);
        Open(network);
        network.Reaches("10.77.1.1").ShouldBeTrue();
    }

    [SkippableFact]
    public async Task A_flush_opens_and_leaves_no_trace()
    {
        using var network = new EnforcedNetwork();
        network.WaitUntilStarted();
        Close(network, Minute with { Confirmed = true, SecondsLeft = null });
        (await network.Executor.Flush("alice", "let me in")).Error.ShouldBeNull();
        network.Reaches("10.77.1.1").ShouldBeTrue();
        network.Host.Run("nft", "list", "tables").Output.ShouldBeEmpty();
        network.Executor.Lockdown(Minute with { Id = "9@1" });
        EnforcedNetwork.Eventually(() => network.Status.Lockdown is { Phase: LockdownPhase.Armed, Order: "9@1" });
        network.Reaches("10.77.1.1").ShouldBeTrue("it only says what it would do");
    }

    [SkippableFact]
    public void What_leaves_by_an_uplink_is_outbound_and_what_comes_in_by_it_is_not()
    {
        using var network = new EnforcedNetwork();
        network.Host.Run("ip", "route", "add", "default", "via", "10.77.2.2").OrThrow();
        network.WaitUntilStarted();
        Close(network, Minute);
        network.Reaches("10.77.2.2").ShouldBeTrue("the client is inside and goes out");
        network.Reaches("10.77.1.1").ShouldBeFalse("the host itself is closed on every side");
        ThreadNamespace.Run(network.Server.Path, () => Connects("10.77.1.2", 9)).ShouldBeFalse("from outside nobody gets through");
        Open(network);
        ThreadNamespace.Run(network.Server.Path, () => Connects("10.77.1.2", 9)).ShouldBeTrue();
    }

    private static void Close(EnforcedNetwork network, LockdownOrder order)
    {
        network.Executor.Lockdown(order);
        var phase = order.Confirmed ? LockdownPhase.Confirmed : LockdownPhase.Armed;
        EnforcedNetwork.Eventually(
            () => network.Status.Lockdown is { Fault: null } report && report.Phase == phase && report.Order == order.Id && report.Lists == order.Lists,
            () => network.Status.ToString());
    }

    private static void Open(EnforcedNetwork network)
    {
        network.Executor.Lockdown(null);
        EnforcedNetwork.Eventually(() => network.Status.Lockdown is { Phase: LockdownPhase.Off }, () => network.Status.ToString());
    }

    private static int Elements(EnforcedNetwork network, string having = "ipv") =>
        network.Host.Run("nft", "list", "set", "inet", "tegument", "lockdown").Output.Split(having).Length - 1;

    private static void Echo(Socket from, Socket to, string text)
    {
        to.ReceiveTimeout = 60_000;
        from.Send(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBe(text.Length);
        var buffer = new byte[text.Length];
        to.Receive(buffer).ShouldBe(text.Length);
    }

    /// <summary>Whether a datagram of the client's gets to a socket on the host.</summary>
    private static bool Datagram(EnforcedNetwork network, int port)
    {
        using var host = ThreadNamespace.Run(network.Host.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        host.Bind(new IPEndPoint(IPAddress.Parse("10.77.1.1"), port));
        using var client = ThreadNamespace.Run(network.Client.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        client.SendTo([1], new IPEndPoint(IPAddress.Parse("10.77.1.1"), port));
        return host.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead);
    }

    /// <summary>Whether the answer to a question that the host asks the server comes back.</summary>
    private static bool Asks(EnforcedNetwork network)
    {
        using var resolver = ThreadNamespace.Run(network.Server.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        resolver.Bind(new IPEndPoint(IPAddress.Parse("10.77.2.2"), 53));
        using var host = ThreadNamespace.Run(network.Host.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        host.SendTo([1], new IPEndPoint(IPAddress.Parse("10.77.2.2"), 53));
        EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
        resolver.ReceiveTimeout = 60_000;
        resolver.ReceiveFrom(new byte[8], ref asker);
        resolver.SendTo([2], asker);
        return host.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectRead);
    }

    private static bool ConnectsOut(EnforcedNetwork network)
    {
        using var listener = ThreadNamespace.Run(network.Server.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Parse("10.77.2.2"), 443));
        listener.Listen(1);
        return ThreadNamespace.Run(network.Host.Path, () => Connects("10.77.2.2", 443));
    }

    /// <summary>Whether a SYN is answered; a refusal is an answer.</summary>
    private static bool Connects(string target, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(IPAddress.Parse(target), port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(TimeSpan.FromSeconds(2), SelectMode.SelectError) || socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite);
        }

        return true;
    }

    private static bool Pings(NetworkNamespace from, string target) => from.Invoke(() =>
    {
        using var ping = new Ping();
        return ping.Send(IPAddress.Parse(target), 1500).Status == IPStatus.Success;
    });
}
