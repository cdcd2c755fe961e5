using System.Text.Json.Nodes;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>
/// Errors as these APIs' callers read them: "success" and "message" with the field to blame in front, and "detail" for those who know the
/// tegumentar module's.
/// </summary>
internal sealed class OrchestratorErrors : ErrorShape
{
    public static readonly OrchestratorErrors Shape = new();

    public override JsonObject BodyOf(ApiProblemException problem)
    {
        var message = problem.Field is { } field && !problem.Message.StartsWith($"'{field}'", StringComparison.Ordinal) ? $"{field}: {problem.Message}" : problem.Message;
        return new JsonObject { ["success"] = false, ["message"] = message, ["command_id"] = null, ["detail"] = message };
    }
}
