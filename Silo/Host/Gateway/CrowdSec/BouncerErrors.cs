using System.Text.Json.Nodes;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>Errors as bouncers read them: one member "message". Who is not known is forbidden there, not asked to authenticate.</summary>
internal sealed class BouncerErrors : ErrorShape
{
    public static readonly BouncerErrors Shape = new();

    public override string ApiKeyHeader => "X-Api-Key";

    public override int StatusOf(ApiProblemException problem) =>
        problem.Status == StatusCodes.Status401Unauthorized ? StatusCodes.Status403Forbidden : problem.Status;

    public override JsonObject BodyOf(ApiProblemException problem) => new() { ["message"] = $"{problem.Title}: {problem.Message}" };
}
