using System.Text.Json.Nodes;
using Orleans;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Relay;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// What CrowdSec's bouncers ask of their local API, at <c>/v1</c>: decisions as a stream or by address, and the calls that they make beside.
/// Answers and errors are in that API's shape, which is not ours to describe: they are not in our OpenAPI document.
/// </summary>
internal static class BouncerApi
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Beating = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public static void MapBouncerApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/v1").WithMetadata(BouncerErrors.Shape).ExcludeFromDescription();
        api.MapMethods("/decisions/stream", Reading, Stream).WithMetadata(Allow.Bouncers);
        api.MapMethods("/decisions", Reading, Decisions).WithMetadata(Allow.Bouncers);
        api.MapMethods("/heartbeat", Beating, () => Results.Ok()).WithMetadata(Allow.Bouncers);

        // Counted at the bouncer; we have our own figures.
        api.MapPost("/usage-metrics", () => Results.StatusCode(StatusCodes.Status201Created)).WithMetadata(Allow.Bouncers);
        api.MapPost("/watchers/login", Login).WithMetadata(Allow.Everybody);
    }

    private static async Task Stream(HttpContext context, IGrainFactory grains, HintRelay relay, BouncerStore store, TimeProvider time)
    {
        // A head tells that the key is good, and must not move the bouncer on.
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var caller = Caller.Of(context);
        var query = context.Request.Query;
        var startup = query["startup"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
        var known = store.Find(caller.Token.Id, caller.From);
        var now = time.GetUtcNow();
        var pull = new DecisionPull(new DecisionReader(grains), new DecisionFilter(query), now);
        await pull.Prepare(await relay.Position(), known, startup, store);

        var writer = new JsonArrayWriter(context);
        writer.Raw("{\"new\":["u8);
        await writer.Elements(pull.New(context.RequestAborted), Write);
        writer.Raw("],\"deleted\":["u8);
        await writer.Elements(Ended(pull.Over, now).ToAsyncEnumerable(), Write);
        writer.Raw("]}"u8);
        await writer.Finish();

        // Only now: a bouncer that went away in the middle is sent it all again.
        await store.Save(new Bouncer(caller.Token.Id, caller.From, Agent(context.Request), pull.Position, known?.First ?? now, now));
    }

    private static async Task Decisions(HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var filter = new DecisionFilter(context.Request.Query);
        var wanted = DecisionQuery.Read(context.Request.Query);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var now = time.GetUtcNow();
        var decisions = wanted.Find(new DecisionReader(grains), filter, context.RequestAborted).Select(ban => Decision.Of(ban, now));
        var writer = new JsonArrayWriter(context);
        writer.Raw("["u8);
        if (await writer.Elements(decisions, Write) == 0) writer.Clear("null"u8); // Bouncers expect this for "nothing".
        else writer.Raw("]"u8);
        await writer.Finish();
    }

    /// <summary>For programs that log in before they ask: the password is the token, and so is what they are given to go on with.</summary>
    private static IResult Login(JsonObject body, TokenStore tokens, TimeProvider time)
    {
        var password = body["password"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        if (tokens.Find(password) is not { } token || !Allow.Bouncers.Permits(token.Roles))
            throw new ApiProblemException(StatusCodes.Status401Unauthorized, "not authenticated", "incorrect Username or Password");
        var expire = time.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return Results.Json(new JsonObject { ["code"] = 200, ["expire"] = expire, ["token"] = password });
    }

    private static void Write(Decision decision, System.Text.Json.Utf8JsonWriter json) => decision.Write(json);

    private static IEnumerable<Decision> Ended(IEnumerable<BanEnd> ends, DateTimeOffset now) => ends.Select(end => Decision.Ended(end.Prefix, now - end.At));

    private static string Agent(HttpRequest request)
    {
        var said = new string([.. request.Headers.UserAgent.ToString().Where(c => !char.IsControl(c))]);
        return said.Length > Bouncer.MaxAgentLength ? said[..Bouncer.MaxAgentLength] : said;
    }
}
