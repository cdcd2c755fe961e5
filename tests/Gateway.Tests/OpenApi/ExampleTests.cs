using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Posture;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.OpenApi;

/// <summary>
/// The document is complete, and all it shows is true: every example is sent to a real silo, every reply is checked against its schema. With
/// TEGUMENT_RECORD_EXAMPLES naming a directory, the replies are written there: that is how Silo/Host/Gateway/OpenApi/Replies comes about.
/// </summary>
public sealed class ExampleTests(ExampleSilo running) : IClassFixture<ExampleSilo>
{
    /// <summary>The last calls, in this order: they change what the others show.</summary>
    private static readonly string[] Last = ["apply-policy", "confirm-lockdown"];

    /// <summary>What only a signed-in person can do.</summary>
    private static readonly string[] NeedsSession = ["session", "sign-out", "change-password"];

    private const string User = "night-shift";
    private const string Password = "correct horse battery";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public async Task Every_operation_says_what_it_does_what_its_parameters_mean_and_how_it_is_called()
    {
        var document = await ApiDocument.Of(_silo);
        var schemas = new SchemaCheck(document.Root);
        foreach (var operation in document.Operations)
        {
            operation.Id.ShouldNotBeEmpty($"{operation}: needs a name");
            operation.Summary.ShouldNotBeEmpty($"{operation}: needs a summary");
            foreach (var parameter in operation.Parameters)
            {
                parameter["description"].ShouldNotBeNull($"{operation}: parameter {parameter["name"]} needs a line in ParameterTexts");
                if (parameter["required"]?.GetValue<bool>() == true) parameter["example"].ShouldNotBeNull($"{operation}: parameter {parameter["name"]} needs an example");
            }

            if (operation.RequestContent is { } content)
            {
                operation.RequestExample.ShouldNotBeNull($"{operation}: needs .Example(body: ...)");
                if (content.First().Key == "application/json") schemas.Faults(operation.RequestExample, content.First().Value!["schema"]).ShouldBeEmpty($"{operation}: the example of the body");
            }

            if (operation.Success is not { Value: { } reply } success) continue;
            reply["example"].ShouldNotBeNull($"{operation}: needs a recorded reply, see Silo/Host/Gateway/README.md");
            if (success.Key == "application/json") schemas.Faults(reply["example"], reply["schema"]).ShouldBeEmpty($"{operation}: the recorded reply");
        }
    }

    [Fact]
    public async Task Every_example_works_as_it_stands_and_is_answered_as_the_schema_says()
    {
        var document = await ApiDocument.Of(_silo);
        var schemas = new SchemaCheck(document.Root);
        using var http = await Prepare();
        await using var link = await Connected();
        using var stop = new CancellationTokenSource();
        var orders = Channel.CreateUnbounded<LockdownOrder>();
        var listening = Listen(link, orders.Writer, stop.Token);
        foreach (var operation in document.Operations.Where(operation => !operation.IsSocket).OrderBy(operation => Array.IndexOf(Last, operation.Id)))
        {
            if (operation.Id == "confirm-lockdown") await Close(link, orders.Reader);
            using var request = operation.Request(await Known(operation));
            if (NeedsSession.Contains(operation.Id)) request.Headers.Authorization = new("Bearer", (await SignIn()).Secret);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var type = response.Content.Headers.ContentType?.MediaType;
            var text = type == "text/event-stream" ? await FirstEvent(response) : await response.Content.ReadAsStringAsync();
            response.IsSuccessStatusCode.ShouldBeTrue($"{operation}: {(int)response.StatusCode} {text}");
            var content = operation.Responses[((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)].ShouldNotBeNull($"{operation}: {response.StatusCode} is not in the document")["content"];
            if (text.Length > 0) content?[type!].ShouldNotBeNull($"{operation}: {type} is not in the document");
            if (type == "application/json") schemas.Faults(JsonNode.Parse(text), content![type]!["schema"]).ShouldBeEmpty($"{operation}: {text}");
            Record(operation, type, text);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => listening);
    }

    // Whoever does not read answers no ping, and is cut: the calls before its turn take that long on a slow machine.
    private static Task Listen(TegumentLink link, ChannelWriter<LockdownOrder> orders, CancellationToken stop) => link.ReceiveLoopAsync(
        (frame, _) =>
        {
            if (frame is PostureFrame { Lockdown: { } order }) orders.TryWrite(order);
            return ValueTask.CompletedTask;
        },
        stop);

    /// <summary>A token with every role: whom each call allows is another test's concern.</summary>
    private async Task<HttpClient> Prepare()
    {
        using var admin = _silo.Client("admin");
        var everything = await admin.CreateTokenAsync(new TokenCreate("examples", Enum.GetValues<TokenRole>()));
        var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", everything.Secret);
        http.DefaultRequestHeaders.Add("X-Api-Key", everything.Secret);
        return http;
    }

    /// <summary>A host that answers commands and has seen something.</summary>
    private async Task<TegumentLink> Connected()
    {
        var link = await TegumentLink.ConnectAsync(_silo.As("agent"), Given.Hello("web1"));
        await link.SendAsync(new HeartbeatFrame(Given.Report("web1", enforcing: true)));
        var now = DateTimeOffset.UtcNow;
        var scan = Given.Scan("web1", "run", 1, "198.51.100.9");
        var flood = new VictimIncident(1, EvidenceKind.SynFlood, "syn", Contracts.Addresses.IpKey.Parse("192.0.2.80"), 443, 37_000, 900_000, now.AddSeconds(-30), now, []);
        await link.Deliver(scan with { Items = [scan.Items[0] with { TopPorts = [22, 80, 443, 3306] }], Incidents = [flood] });
        return link;
    }

    /// <summary>Orders a lockdown and has the host tell that its kernel is closed.</summary>
    private async Task Close(TegumentLink link, ChannelReader<LockdownOrder> orders)
    {
        using var client = _silo.Client("operator");
        await client.SetPostureAsync(new PosturePut(PostureLevel.Lockdown, "the siege has begun"));
        var order = await orders.ReadAsync();
        while (orders.TryRead(out var later)) order = later;
        var armed = new LockdownReport(LockdownPhase.Armed, order.Id, order.Lists, order.SecondsLeft);
        await link.SendAsync(new HeartbeatFrame(Given.Report("web1", enforcing: true) with { Lockdown = armed }));
        await Eventually.That(async () => (await client.HostsAsync()).Hosts is [{ Report.Lockdown.Phase: LockdownPhase.Armed }], "the host's report");
    }

    /// <summary>What the document cannot know.</summary>
    private async Task<Dictionary<string, string>> Known(ApiOperation operation)
    {
        if (operation.Id is "sign-in" or "change-user" or "delete-user") await MakeUser();
        if (operation.Id == "end-session") return new() { ["id"] = (await SignIn()).Session.Id };
        if (operation.Id != "revoke-token") return [];
        using var admin = _silo.Client("admin");
        return new() { ["id"] = (await admin.CreateTokenAsync(new TokenCreate("leaver", [TokenRole.Viewer]))).Token.Id };
    }

    /// <summary>As the examples name them, however the calls before have left them.</summary>
    private async Task MakeUser()
    {
        using var admin = _silo.Client("admin");
        if ((await admin.UsersAsync()).Users.Any(user => user.Name == User)) await admin.ChangeUserAsync(User, new UserChange("as it was", Password, TokenRole.Viewer));
        else await admin.CreateUserAsync(new UserCreate(User, Password, TokenRole.Viewer));
    }

    private async Task<SessionCreated> SignIn()
    {
        await MakeUser();
        using var console = _silo.Client("console");
        return await console.SignInAsync(new SessionCreate(User, Password, From: "203.0.113.40"));
    }

    private static async Task<string> FirstEvent(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line) lines.Add(line);
        return string.Join('\n', lines) + "\n\n";
    }

    private void Record(ApiOperation operation, string? type, string text)
    {
        if (Environment.GetEnvironmentVariable("TEGUMENT_RECORD_EXAMPLES") is not { Length: > 0 } directory || text.Length == 0) return;
        var reply = type == "application/json" ? JsonNode.Parse(text)!.ToJsonString(Indented) : text;
        reply = Regex.Replace(reply, "\"secret\": \"[^\"]+\"", "\"secret\": \"tgm_shown-this-once\"");
        // Where this test runs is nobody's business.
        reply = reply.Replace(_silo.Data, "/var/lib/tegument", StringComparison.Ordinal).Replace(running.ListUrl, "https://lists.example.org/drop.txt", StringComparison.Ordinal);
        if (operation.Id == "sign-in") reply = reply.Replace("tgm_", "tgs_", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(directory, $"{operation.Id}.json"), reply.TrimEnd('\n') + "\n");
    }
}
