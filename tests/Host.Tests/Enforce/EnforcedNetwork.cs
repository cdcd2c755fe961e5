using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Nftables;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Sensor.Enforce.Store;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Enforce;

/// <summary>
/// A host under protection between a client and a server: "client" (10.77.1.2, fd77:1::2) - "host" (10.77.1.1 and 10.77.2.1) - "server"
/// (10.77.2.2), with the host routing between them and an executor of ours acting in it.
/// </summary>
internal sealed class EnforcedNetwork : IDisposable
{
    public static readonly IpPrefix ClientAddress = IpPrefix.Parse("10.77.1.2");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly NftablesOptions _nftables;
    private readonly TimeSpan _proofPeriod;
    private long _revision;

    public EnforcedNetwork(NftablesOptions? nftables = null, TimeSpan? proofPeriod = null, int setCapacity = 1_000_000, bool start = true)
    {
        Requires.Namespaces();
        Requires.Programs("nft");
        _nftables = nftables ?? NftablesOptions.Default;
        _proofPeriod = proofPeriod ?? TimeSpan.FromSeconds(10);
        SetCapacity = setCapacity;
        Host = new NetworkNamespace("host");
        Client = new NetworkNamespace("client");
        Server = new NetworkNamespace("server");
        NetworkNamespace.Connect(Client, "c0", ["10.77.1.2/24", "10.77.1.3/24", "10.77.1.130/24", "fd77:1::2/64"], Host, "h0", ["10.77.1.1/24", "fd77:1::1/64"]);
        NetworkNamespace.Connect(Server, "s0", ["10.77.2.2/24"], Host, "h1", ["10.77.2.1/24"]);
        Client.Run("ip", "route", "add", "default", "via", "10.77.1.1").OrThrow();
        Server.Run("ip", "route", "add", "default", "via", "10.77.2.1").OrThrow();
        Host.Run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward").OrThrow();
        Executor = CreateExecutor();
        if (start) Executor.Start();
    }

    public NetworkNamespace Host { get; }

    public NetworkNamespace Client { get; }

    public NetworkNamespace Server { get; }

    public Executor Executor { get; private set; }

    public string Data { get; } = Directory.CreateTempSubdirectory("tegument-enforce-").FullName;

    public Protection Protection { get; set; } = Protection.None;

    public ExecutorStatus Status => Executor.Status;

    private int SetCapacity { get; }

    public void Restart()
    {
        Executor.Dispose();
        Executor = CreateExecutor();
        Executor.Start();
    }

    public void Snapshot(params (string Prefix, double Seconds)[] bans) => Submit(isSnapshot: true, bans);

    public void Delta(params (string Prefix, double Seconds)[] bans) => Submit(isSnapshot: false, bans);

    public void Submit(bool isSnapshot, IEnumerable<(string Prefix, double Seconds)> bans) => Executor.Submit(new BanDelta(
        new LedgerPosition("ledger", 0, ++_revision), isSnapshot, [.. bans.Select(b => new BanEntry(IpPrefix.Parse(b.Prefix), b.Seconds, BanOrigin.Manual))]));

    /// <summary>The last submitted change was committed to the kernel.</summary>
    public bool IsCommitted => Status.Applied?.Revision == _revision;

    public void WaitUntilStarted() => Eventually(() => Status is { Backend: "nftables", Stale: null }, () => Status.ToString());

    /// <summary>The executor has taken all that was submitted and a proof made afterwards found it in force.</summary>
    public void WaitUntilEnforced(int bans) =>
        Eventually(() => Status.Applied?.Revision == _revision && Status.Enforced == bans && Status.Decided == bans && Status.Stale is null, () => Status.ToString());

    public static void Eventually(Func<bool> condition, Func<string>? state = null)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"did not come true within {Patience}: {state?.Invoke()}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Whether a TCP SYN from the client is answered; a refusal is an answer.</summary>
    public bool Reaches(string target, string? from = null) => ThreadNamespace.Run(
        Client.Path, () => Answers(IPAddress.Parse(target), IPAddress.Parse(from ?? (target.Contains(':') ? "fd77:1::2" : "10.77.1.2"))));

    /// <summary>A TCP connection from the client to the host: the client's end and the host's.</summary>
    public (Socket Client, Socket Host) Connect()
    {
        using var listener = ThreadNamespace.Run(Host.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Parse("10.77.1.1"), 7777));
        listener.Listen(1);
        var client = ThreadNamespace.Run(Client.Path, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Bind(new IPEndPoint(IPAddress.Parse("10.77.1.2"), 0));
        client.Connect(IPAddress.Parse("10.77.1.1"), 7777);
        return (client, listener.Accept());
    }

    private static bool Answers(IPAddress target, IPAddress source)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        socket.Bind(new IPEndPoint(source, 0));
        try
        {
            socket.Connect(target, 9);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectError) || socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite);
        }

        return true;
    }

    public void Nft(params string[] command) => Host.Run(["nft", .. command]).OrThrow();

    /// <summary>The elements of one set in the kernel's own words.</summary>
    public string[] Elements(string set)
    {
        var result = Host.Run("nft", "-j", "list", "set", "inet", "tegument", set);
        if (result.ExitCode != 0) return [];
        using var json = JsonDocument.Parse(result.Output);
        var body = json.RootElement.GetProperty("nftables").EnumerateArray().Last().GetProperty("set");
        if (!body.TryGetProperty("elem", out var elements)) return [];
        return [.. elements.EnumerateArray().Select(e => e.GetProperty("elem").GetProperty("val").GetString()!).Order()];
    }

    public void Dispose()
    {
        Executor.Dispose();
        Server.Dispose();
        Client.Dispose();
        Host.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private Executor CreateExecutor()
    {
        var clock = new EnforcementClock(BootTimeProvider.Instance);
        var options = new ExecutorOptions { DataDirectory = Data, ProofPeriod = _proofPeriod, SetCapacity = SetCapacity };
        var check = new ProtectionCheck(Protection);
        return new Executor(
            options,
            () =>
            {
                ThreadNamespace.Enter(Host.Path);
                return NftablesBackend.Open(_nftables, clock);
            },
            () => ReferenceEquals(check.Protection, Protection) ? check : check = new ProtectionCheck(Protection),
            BootIdentity.Read(),
            clock,
            NullLogger<Executor>.Instance);
    }
}
