using System.Net.WebSockets;
using System.Text;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Link;

/// <summary>A peer that has a token and bad manners.</summary>
public sealed class HostileLinkTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Hello = """{"type":"hello","host":"rude","version":"1","roles":[]}""";

    /// <summary>A binary batch of rude's: start s, sequence 2, base zero, no techniques, items and incidents.</summary>
    private const string NoEvidence = "010472756465" + "0173" + "02" + "0000000000000000" + "000000";

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","host":"","version":"1","roles":[]}""")]
    [InlineData("""{"type":"hello","host":"rude","version":"1","roles":[],"report":{"host":"rude"}}""")]
    [InlineData("""{"type":"pull","position":null}""")]
    [InlineData("""{"type":"no-such"}""")]
    public async Task Whatever_is_not_a_hello_first_closes_the_link(string first)
    {
        using var socket = await Open();
        await Send(socket, first);
        (await Read(socket)).ShouldContain("\"type\":\"error\"");
        await Read(socket);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_link_that_never_says_hello_is_cut_and_counted()
    {
        using var socket = await Open();
        await Should.ThrowAsync<WebSocketException>(() => Closed(socket)); // No goodbye for whoever never spoke.
        using var client = running.Silo.Client("operator");
        (await client.StatusAsync()).Links.Dropped["no-hello"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Two_malformed_frames_are_told_and_the_third_closes()
    {
        using var socket = await Open();
        await Send(socket, Hello);
        (await Read(socket)).ShouldContain("welcome");
        await Send(socket, """{"type":"batch","batch":{"sensor":"rude"}}""");
        (await Error(socket)).ShouldContain("missing required");
        await Send(socket, """{"type":"welcome"}""");
        await Error(socket);
        await Send(socket, "{");
        await Error(socket);
        await Closed(socket);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_batch_may_come_as_text_as_ever()
    {
        using var socket = await Open();
        await Send(socket, Hello);
        (await Read(socket)).ShouldContain("\"binaryBatch\":2");
        await Send(socket, """{"type":"batch","batch":{"sensor":"rude","start":"s","sequence":1,"items":[],"incidents":[]}}""");
        (await Read(socket)).ShouldBe("""{"type":"ack","start":"s","sequence":1,"refusal":null}""");
    }

    [Theory]
    [InlineData("03", "batch.version")]
    [InlineData("01047275646501730200", "batch.base: the message ends early")]
    [InlineData("01037765620173020000000000000000000000", "this link speaks for 'rude'")]
    public async Task A_binary_message_that_is_no_batch_of_ours_is_told_and_the_link_goes_on(string hex, string told)
    {
        using var socket = await Open();
        await Send(socket, Hello);
        await Read(socket);
        await socket.SendAsync(Convert.FromHexString(hex), WebSocketMessageType.Binary, true, default);
        (await Error(socket)).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(told);
        await socket.SendAsync(Convert.FromHexString(NoEvidence), WebSocketMessageType.Binary, true, default);
        (await Read(socket)).ShouldContain("\"ack\"");
    }

    [Fact]
    public async Task A_binary_batch_is_no_hello()
    {
        using var socket = await Open();
        await socket.SendAsync(Convert.FromHexString(NoEvidence), WebSocketMessageType.Binary, true, default);
        (await Read(socket)).ShouldContain("the first frame must be a hello");
    }

    [Fact]
    public async Task A_message_above_the_bound_closes_the_link()
    {
        using var socket = await Open();
        await Send(socket, Hello);
        await Read(socket);
        var part = new byte[1024 * 1024];
        Array.Fill(part, (byte)' ');
        try
        {
            for (var sent = 0; sent <= LinkSocket.MaxFromHost; sent += part.Length) await socket.SendAsync(part, WebSocketMessageType.Text, false, default);
            await Closed(socket);
            socket.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
        }
        catch (WebSocketException)
        {
            // The silo may cut the line before it has heard all of it.
        }

        using var admin = running.Silo.Client("admin");
        await Eventually.That(async () => (await admin.StatusAsync()).Links.Dropped.ContainsKey("too-large"), "the counted reason");
    }

    [Fact]
    public async Task A_peer_that_vanishes_is_counted_as_lost()
    {
        using var admin = running.Silo.Client("admin");
        var socket = await Open();
        await Send(socket, Hello);
        await Read(socket);
        socket.Abort();
        socket.Dispose();
        await Eventually.That(async () => (await admin.StatusAsync()).Links.Dropped.ContainsKey("lost"), "the counted reason");
    }

    [Fact]
    public async Task The_newest_of_too_many_links_of_one_host_takes_the_place_of_the_oldest()
    {
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 9; i++)
        {
            sockets.Add(await Open());
            await Send(sockets[i], Hello.Replace("rude", "many", StringComparison.Ordinal));
            await Read(sockets[i]);
        }

        await Closed(sockets[0]);
        sockets[0].CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        sockets.ForEach(socket => socket.Dispose());
    }

    private async Task<ClientWebSocket> Open()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {running.Silo.Token("agent")}");
        await socket.ConnectAsync(new UriBuilder(running.Silo.Address) { Scheme = "ws", Path = "/api/v1/link" }.Uri, default);
        return socket;
    }

    private static Task Send(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private static async Task<string> Error(ClientWebSocket socket)
    {
        while (true)
        {
            var text = await Read(socket);
            if (text.Contains("\"type\":\"error\"", StringComparison.Ordinal) || text.Length == 0) return text;
        }
    }

    private static async Task Closed(ClientWebSocket socket)
    {
        while ((await Read(socket)).Length > 0)
        {
        }
    }

    private static async Task<string> Read(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[64 * 1024];
        var read = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }
}
