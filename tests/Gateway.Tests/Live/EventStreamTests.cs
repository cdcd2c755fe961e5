using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Live;

public sealed class EventStreamTests(RunningSilo running) : IClassFixture<RunningSilo>, IDisposable
{
    private readonly SiloProcess _silo = running.Silo;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task A_ban_made_extended_and_lifted_is_told_with_who_and_why()
    {
        using var client = _silo.Client("operator");
        await using var events = await Listen(client, LiveTypes.Ban);
        var address = Given.Prefix("203.0.113.80");
        await client.BanAsync(new BanCreate(address, "rude", 60));
        await client.BanAsync(new BanCreate(address, "still rude", 600));
        await client.UnbanAsync(address, "sorry");
        var moves = new List<BanEvent>();
        while (moves.Count < 3)
        {
            if ((await Next(events)).AsBan() is { } ban && ban.Ban.Address == address) moves.Add(ban);
        }

        moves.Select(m => (m.Move, m.Reason)).ShouldBe([(BanMove.Made, "rude"), (BanMove.Extended, "still rude"), (BanMove.Lifted, "sorry")]);
        moves.ShouldAllBe(m => m.Actor.StartsWith("operator ("));
        moves[0].Ban.SecondsLeft.ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task Evidence_standing_host_and_incident_are_told_to_viewers()
    {
        using var client = _silo.Client("operator");
        await using var events = await Listen(client, LiveTypes.Evidence, LiveTypes.Standing, LiveTypes.Host, LiveTypes.Incident);
        await using var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("live-1"), _patience.Token);
        await link.SendAsync(new HeartbeatFrame(Given.Report("live-1", enforcing: true)), _patience.Token);
        var now = DateTimeOffset.UtcNow;
        var scan = Given.Scan("live-1", "run", 1, "203.0.113.81");
        var flood = new VictimIncident(1, EvidenceKind.SynFlood, "syn", scan.Items[0].Source, 443, 9, 1000, now.AddSeconds(-1), now, []);
        await link.Deliver(scan with { Incidents = [flood] });
        var told = new Dictionary<string, LiveEvent>();
        while (told.Count < 4)
        {
            var next = await Next(events);
            told.TryAdd(next.Type, next);
        }

        told[LiveTypes.Evidence].AsEvidence()!.Kinds["port-scan"].ShouldBe(1);
        var standing = told[LiveTypes.Standing].AsStanding()!;
        (standing.Key, standing.Before, standing.Standing).ShouldBe(("203.0.113.81", Standing.Clean, Standing.Banned));
        standing.Reason.ShouldNotBeNull();
        var host = told[LiveTypes.Host].AsHost()!;
        (host.Host, host.Online, host.Enforcing).ShouldBe(("live-1", true, true));
        told[LiveTypes.Incident].AsIncident()!.Incident.Port.ShouldBe(443);
    }

    [Fact]
    public async Task A_posture_is_told_and_an_admin_hears_the_audit_log()
    {
        using var client = _silo.Client("admin");
        await using var events = await Listen(client, LiveTypes.Posture, LiveTypes.Audit);
        var before = await client.PostureAsync();
        var set = await client.SetPostureAsync(new PosturePut(PostureLevel.Hardened, "live"));
        (await Until(events, e => e.AsAudit() is { Action: "posture" })).AsAudit()!.Reason.ShouldBe("live");
        await client.SetPostureAsync(new PosturePut(before.Level, "back"));
        (await Until(events, e => e.AsPosture() is not null)).AsPosture()!.Version.ShouldBeGreaterThanOrEqualTo(set.Version);
    }

    [Fact]
    public async Task What_a_token_may_not_hear_is_neither_told_nor_given_on_demand()
    {
        using var agent = _silo.Client("agent");
        await using var events = agent.EventsAsync(cancel: _patience.Token).GetAsyncEnumerator();
        (await Next(events)).AsHello()!.Types.ShouldBe([LiveTypes.Ban, LiveTypes.Posture]);
        using var person = _silo.Client("operator");
        await using var forbidden = person.EventsAsync(new LiveFilter([LiveTypes.Audit]), _patience.Token).GetAsyncEnumerator();
        (await Should.ThrowAsync<TegumentApiException>(forbidden.MoveNextAsync().AsTask())).Status.ShouldBe(HttpStatusCode.Forbidden);
        await using var unknown = person.EventsAsync(new LiveFilter(["weather"]), _patience.Token).GetAsyncEnumerator();
        var refused = await Should.ThrowAsync<TegumentApiException>(unknown.MoveNextAsync().AsTask());
        (refused.Status, refused.Field).ShouldBe((HttpStatusCode.BadRequest, "types"));
    }

    [Fact]
    public async Task A_stream_opened_again_tells_what_happened_meanwhile()
    {
        using var client = _silo.Client("operator");
        string last;
        await using (var events = await Listen(client, LiveTypes.Ban))
        {
            await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.82"), "before"));
            last = (await Until(events, e => e.AsBan()?.Ban.Address == Given.Prefix("203.0.113.82"))).Id;
        }

        await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.83"), "meanwhile"));
        await using var again = client.EventsAsync(new LiveFilter([LiveTypes.Ban], last), _patience.Token).GetAsyncEnumerator();
        (await Until(again, e => e.AsBan() is not null)).AsBan()!.Reason.ShouldBe("meanwhile");
    }

    [Fact]
    public async Task The_same_comes_over_a_WebSocket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_silo.Token("operator")}");
        var address = new UriBuilder(_silo.Address) { Scheme = "ws", Path = "/api/v1/stream", Query = "types=ban" }.Uri;
        await socket.ConnectAsync(address, _patience.Token);
        (await Message(socket)).GetProperty("type").GetString().ShouldBe(LiveTypes.Hello);
        using var client = _silo.Client("operator");
        await client.BanAsync(new BanCreate(Given.Prefix("203.0.113.84"), "seen on the socket"));
        JsonElement data;
        do data = (await Message(socket)).GetProperty("data");
        while (data.GetProperty("ban").GetProperty("address").GetString() != "203.0.113.84");
        data.GetProperty("reason").GetString().ShouldBe("seen on the socket");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _patience.Token);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_streams()
    {
        using var admin = _silo.Client("admin");
        var made = await admin.CreateTokenAsync(new TokenCreate("watcher", [TokenRole.Viewer]));
        using var viewer = new TegumentClient(_silo.Address, made.Secret);
        await using var events = await Listen(viewer, LiveTypes.Posture);
        var next = events.MoveNextAsync().AsTask();
        await admin.RevokeTokenAsync(made.Token.Id, "enough seen");
        (await Should.ThrowAsync<TegumentApiException>(next)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task One_token_gets_so_many_streams_and_no_more()
    {
        using var admin = _silo.Client("admin");
        var made = await admin.CreateTokenAsync(new TokenCreate("greedy", [TokenRole.Viewer]));
        using var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
        var open = new List<HttpResponseMessage>();
        HttpResponseMessage last;
        do open.Add(last = await http.GetAsync("/api/v1/events?types=posture", HttpCompletionOption.ResponseHeadersRead, _patience.Token));
        while (last.IsSuccessStatusCode);
        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        open.Count.ShouldBe(33);
        open[0].Dispose();
        await Eventually.That(
            async () =>
            {
                using var again = await http.GetAsync("/api/v1/events?types=posture", HttpCompletionOption.ResponseHeadersRead, _patience.Token);
                return again.IsSuccessStatusCode;
            },
            "room for another stream");
        foreach (var response in open) response.Dispose();
    }

    [Fact]
    public async Task An_id_that_no_silo_gave_is_refused_by_name()
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", _silo.Token("operator"));
        http.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", "yesterday");
        using var response = await http.GetAsync("/api/v1/events", _patience.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("lastEventId");
    }

    private async Task<IAsyncEnumerator<LiveEvent>> Listen(TegumentClient client, params string[] types)
    {
        var events = client.EventsAsync(new LiveFilter(types), _patience.Token).GetAsyncEnumerator();
        (await Next(events)).AsHello()!.Types.ShouldBe(types);
        return events;
    }

    private static async Task<LiveEvent> Next(IAsyncEnumerator<LiveEvent> events)
    {
        (await events.MoveNextAsync()).ShouldBeTrue();
        return events.Current;
    }

    private static async Task<LiveEvent> Until(IAsyncEnumerator<LiveEvent> events, Func<LiveEvent, bool> wanted)
    {
        while (true)
        {
            if (wanted(await Next(events))) return events.Current;
        }
    }

    private async Task<JsonElement> Message(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var read = await socket.ReceiveAsync(buffer, _patience.Token);
        return JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count)).RootElement;
    }
}
