using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.BadInput;

/// <summary>Many bad callers at once: good ones are still served, and the silo does not grow without bound.</summary>
public sealed class SiegeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Ten_thousand_connections_leave_the_silo_small_and_it_serves_again_when_they_are_gone()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var client = silo.Client("operator");
        await client.StatusAsync();
        var before = Memory(silo);
        var crowd = new List<Socket>();
        try
        {
            while (crowd.Count < 10_000)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                crowd.Add(socket);
                await socket.ConnectAsync(silo.Address.Host, silo.Address.Port);
                if (crowd.Count % 2 == 0) await Poke(socket);
            }

            (Memory(silo) - before).ShouldBeLessThan(300 * 1024 * 1024);
            (await client.StatusAsync()).Storage.State.ShouldBe(StorageState.Ready, "a connection made before the crowd came is still served");
        }
        finally
        {
            foreach (var socket in crowd) socket.Dispose();
        }

        await Eventually.That(
            async () =>
            {
                using var another = silo.Client("operator");
                return (await another.StatusAsync()).UptimeSeconds > 0;
            },
            "a silo that serves again");
    }

    [Fact]
    public async Task Slow_heads_and_slow_bodies_are_cut_off_and_hold_nobody_up()
    {
        await using var silo = await SiloProcess.Start(_directory.Path);
        using var client = silo.Client("operator");
        var slow = new List<RawHttp>();
        for (var i = 0; i < 200; i++)
        {
            var raw = new RawHttp(silo.Address);
            slow.Add(raw);
            await raw.Send(i % 2 == 0
                ? "GET /api/v1/status HTTP/1.1\r\nHost: a\r\nX-Slow: "
                : $"POST /api/v1/bans HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {silo.Token("operator")}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{{");
        }

        await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.50"), "meanwhile"));
        var answers = await Task.WhenAll(slow.Select(raw => raw.Answer()));
        foreach (var answer in answers.Where(answer => answer.Length > 0)) answer.ShouldStartWith("HTTP/1.1 408");
        foreach (var raw in slow) raw.Dispose();
    }

    [Fact]
    public async Task Refused_bodies_by_the_thousand_leave_no_trace_in_memory()
    {
        await using var silo = await SiloProcess.Start(_directory.Path, "--rate-limit", "off");
        using var http = silo.Http("operator");
        var body = $$"""{"address":"203.0.113.51","reason":"{{new string('x', 60_000)}}"}""";
        await Refused(http, body, 200);
        var before = Memory(silo);
        await Refused(http, body, 4000);
        (Memory(silo) - before).ShouldBeLessThan(150 * 1024 * 1024);
    }

    private static async Task Refused(HttpClient http, string body, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync("/api/v1/bans", content);
            response.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        }
    }

    /// <summary>Half a request, or one that is refused: the silo may have closed the connection already.</summary>
    private static async Task Poke(Socket socket)
    {
        try
        {
            await socket.SendAsync("GET /api/v1/status HTTP/1.1\r\n"u8.ToArray());
        }
        catch (SocketException)
        {
            // Refused at the door, as it should be when the house is full.
        }
    }

    /// <summary>Resident bytes of the silo.</summary>
    private static long Memory(SiloProcess silo)
    {
        var line = File.ReadLines($"/proc/{silo.Id.ToString(CultureInfo.InvariantCulture)}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
