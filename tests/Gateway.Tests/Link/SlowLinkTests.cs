using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Storage;

namespace Tegument.Gateway.Tests.Link;

/// <summary>A peer that goes on asking and does not read its answers.</summary>
public sealed class SlowLinkTests : IDisposable
{
    private const int Deaf = 20;
    private const int Bans = 20_000;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Who_lets_answers_gather_is_dropped_and_counted_and_the_silo_stays_small()
    {
        await using var silo = await SiloProcess.Start(_directory.Path, "--rate-limit", "off");
        using var client = silo.Client("operator");
        for (var i = 0; i < Bans; i += 10_000) await client.BanBulkAsync(Many(i, 10_000));
        var snapshot = await SnapshotBytes(silo);
        var before = Memory(silo, "VmRSS");

        // Nothing of it is read, so without a bound each would have thousands of snapshots made for it. The silo's pings may be what is
        // missed first, where the machine is busy.
        await Task.WhenAll(Enumerable.Range(0, Deaf).Select(i => AskUntilCut(silo, $"deaf{i}")));
        await Eventually.That(async () => (await client.StatusAsync()).Links.Open == 0, "the end of all links");
        (await client.StatusAsync()).Links.Dropped["slow"].ShouldBeInRange(1, Deaf);

        // A snapshot in the WebSocket's frame and once more on its way out, for each; and what the collector has not looked at.
        (Memory(silo, "VmHWM") - before).ShouldBeLessThan((2 * Deaf * snapshot) + (150 * 1024 * 1024));
        await SnapshotBytes(silo); // Whoever reads is served as before.
    }

    [Fact]
    public async Task Who_takes_nothing_for_too_long_is_dropped_and_counted()
    {
        DataDirectory.Prepare(_directory.Path);
        var options = new SiloOptions(_directory.Path, new ListenAddress(IPAddress.Loopback, 0, Secure: false));
        using var database = SqliteDatabase.Open(_directory.Path);
        await using var app = SiloApplication.Build(options, PolicyStart.Load(options, TimeProvider.System), database);
        await app.StartAsync();
        var (host, silo) = Line();
        var services = app.Services.GetRequiredService<LinkServices>() with { SendPatience = TimeSpan.FromSeconds(1) };
        var caller = new Caller(new TokenView("1", "agent", [TokenRole.Sensor, TokenRole.Executor], DateTimeOffset.UtcNow, null), "192.0.2.7");
        using var socket = new LinkSocket(silo, LinkSocket.MaxFromHost);
        var running = new HostLink(services, socket, caller).Run(default);

        using var peer = new LinkSocket(host, LinkSocket.MaxFromSilo);
        await peer.WriteAsync(Given.Hello("numb"), default);
        (await peer.ReadAsync(default)).Frame.ShouldBeOfType<WelcomeFrame>();
        await peer.WriteAsync(new PullFrame(null), default);
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        services.Registry.Totals().ShouldSatisfyAllConditions(links => links.Open.ShouldBe(0), links => links.Dropped.ShouldBe(new Dictionary<string, long> { ["slow"] = 1 }));
        await app.StopAsync();
    }

    private static BanBulk Many(int first, int count) => new(
        [.. Enumerable.Range(first, count).Select(i => new BanCreate(Given.Prefix($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}"), "one of many"))]);

    private static async Task<long> SnapshotBytes(SiloProcess silo)
    {
        await using var link = await TegumentLink.ConnectAsync(silo.As("agent"), Given.Hello("reader"));
        await link.SendAsync(new PullFrame(null));
        var delta = await link.Next<DeltaFrame>();
        delta.Delta.Entries.Length.ShouldBe(Bans);
        return LinkSocket.Encode(delta).Length;
    }

    /// <summary>Pulls and delivers until the silo has cut the line.</summary>
    private static async Task AskUntilCut(SiloProcess silo, string host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var handler = new SocketsHttpHandler { ConnectCallback = NarrowLine };
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {silo.Token("agent")}");
        await socket.ConnectAsync(new UriBuilder(silo.Address) { Scheme = "ws", Path = "/api/v1/link" }.Uri, invoker, patience.Token);
        try
        {
            await Send($$"""{"type":"hello","host":"{{host}}","version":"1","roles":[]}""");
            await socket.ReceiveAsync(new byte[16 * 1024], patience.Token); // Welcome: the last that it hears.
            for (var sequence = 0; ; sequence++)
            {
                if (sequence % 20 == 0) await Send("""{"type":"pull","position":null}""");
                await Send($$$"""{"type":"batch","batch":{"sensor":"{{{host}}}","start":"s","sequence":{{{sequence}}},"items":[],"incidents":[]}}""");
            }
        }
        catch (Exception e) when (LinkSocket.IsLoss(e) && !patience.IsCancellationRequested)
        {
            // As it should be.
        }

        Task Send(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, patience.Token);
    }

    private static async ValueTask<Stream> NarrowLine(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>A WebSocket's two ends on a line that takes no byte before the one before it was read.</summary>
    private static (WebSocket Host, WebSocket Silo) Line()
    {
        var narrow = new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 0);
        var (up, down) = (new Pipe(), new Pipe(narrow));
        return (
            WebSocket.CreateFromStream(new TwoWay(down.Reader.AsStream(), up.Writer.AsStream()), new WebSocketCreationOptions()),
            WebSocket.CreateFromStream(new TwoWay(up.Reader.AsStream(), down.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true }));
    }

    private static long Memory(SiloProcess silo, string which)
    {
        var line = File.ReadLines($"/proc/{silo.Id.ToString(CultureInfo.InvariantCulture)}/status").First(l => l.StartsWith(which, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(which.Length + 1).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
