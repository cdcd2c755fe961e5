using Tegument.Contracts.Policy;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Host.Recording;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/policy</c>: the running policy, and another in its place.</summary>
internal static class PolicyEndpoints
{
    private const int MaxReason = 500;
    private const string NoReason = "no reason given";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/policy", Get)
            .Describe("policy", "The policy that runs, as text, with its version as ETag.", Allow.Viewers)
            .Produces<PolicyReply>();
        api.MapPost("/policy", Post)
            .Describe(
                "apply-policy", "Takes a policy over; an empty body re-reads the silo's file. All faults of a bad one are listed, and it changes nothing.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed,
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable)
            .TakesPolicy().Produces<PolicyApplied>()
            .Example("reason=tuned", "reputation:\n  half-life: 15m\n", mediaType: PolicyBody.MediaType);
        api.MapPost("/policy/check", Check)
            .Describe(
                "check-policy", "What is wrong with a policy, and what it would change; changes nothing.", Allow.Viewers,
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge)
            .TakesPolicy().Produces<PolicyCheckReply>()
            .Example(body: "reputation:\n  half-life: 15m\n", mediaType: PolicyBody.MediaType);
        api.MapPost("/policy/simulate", Simulate)
            .Describe(
                "simulate-policy", "Whom a policy would newly have banned or spared, on recorded evidence; changes nothing.", Allow.Operators,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(new PolicyBody.Limit(4L * PolicyLimits.MaxLength))
            .Example(body: """{"text":"reputation:\n  thresholds: { balanced: 20, hardened: 20, lockdown: 20 }\n","sinceSeconds":86400}""");
    }

    private static IResult Get(HttpContext context, PolicyStore policy)
    {
        var reply = policy.Reply();
        var tag = Tag(reply.Report.Version);
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(reply, Contracts.Wire.ApiJson.Default.PolicyReply);
    }

    private static async Task<IResult> Post(HttpContext context, PolicyStore policy, string? reason)
    {
        var caller = Caller.Of(context);
        var who = new PolicyActor(caller.Actor, caller.From, reason is null ? NoReason : Rest.Check.Text(reason, "reason", MaxReason));
        if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } match && match != "*" && match != Tag(policy.Current.Version))
        {
            throw new ApiProblemException(
                StatusCodes.Status412PreconditionFailed, "policy has changed", $"the running policy is {Tag(policy.Current.Version)}, not {match}; read it again");
        }

        var text = await PolicyBody.Read(context);
        try
        {
            var applied = await (text.Length == 0 ? policy.Reload(who) : policy.Apply(text, who));
            context.Response.Headers.ETag = Tag(applied.Report.Version);
            return Results.Json(applied, Contracts.Wire.ApiJson.Default.PolicyApplied);
        }
        catch (PolicyRefusedException e) when (e.Reading is { } reading)
        {
            throw PolicyBody.Refused(text.Length == 0 ? policy.File : PolicyBody.Name, reading);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ApiProblemException.Conflict("policy file cannot be written", $"nothing was changed: {policy.File}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<IResult> Check(HttpContext context, PolicyStore policy) =>
        Results.Json(policy.Check(await PolicyBody.Read(context)), Contracts.Wire.ApiJson.Default.PolicyCheckReply);

    private static async Task<SimulationReply> Simulate(SimulationRequest body, HttpContext context, PolicyStore policy, PolicySimulator simulator)
    {
        var since = Rest.Check.Seconds(body.SinceSeconds, "sinceSeconds", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(SimulationRequest.MaxSinceSeconds));
        var proposed = policy.Current.Policy;
        if (!string.IsNullOrEmpty(body.Text))
        {
            var reading = PolicyText.Read(body.Text);
            proposed = reading.Policy ?? throw PolicyBody.Refused(PolicyBody.Name, reading);
        }

        return await simulator.Run(proposed, since, body.Posture, context.RequestAborted)
            ?? throw ApiProblemException.Conflict("a simulation runs already", "one runs at a time; try again when it has ended");
    }

    private static string Tag(string version) => $"\"{version}\"";
}
