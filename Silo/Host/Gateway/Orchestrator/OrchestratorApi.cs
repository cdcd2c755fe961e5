using Tegument.Silo.Host.Gateway.Access;

namespace Tegument.Silo.Host.Gateway.Orchestrator;

/// <summary>
/// The orchestrator API (<c>/api/v1/rules</c>, <c>/api/v1/nodes</c>, <c>/api/v1/fleet</c>) and the tegumentar API (<c>/api/tegumentar</c>) over
/// our ledger, hosts and posture, in their own field names. Programs written for those need a bearer token and nothing else. They are described
/// in docs/integrations.md, not in our OpenAPI document: whoever starts anew uses the REST API.
/// </summary>
internal static class OrchestratorApi
{
    public static void MapOrchestratorApi(this IEndpointRouteBuilder app)
    {
        var rules = app.MapGroup("/api/v1").WithMetadata(OrchestratorErrors.Shape).ExcludeFromDescription();
        rules.MapPost("/rules/block_ip", BlockRules.Block).WithMetadata(Allow.Banning);
        rules.MapPost("/rules/unblock_ip", BlockRules.Unblock).WithMetadata(Allow.Banning);
        rules.MapGet("/rules/blocked_ips", BlockRules.List).WithMetadata(Allow.Viewers);
        rules.MapGet("/nodes", FleetNodes.List).WithMetadata(Allow.Viewers);
        rules.MapGet("/nodes/{nodeId}", FleetNodes.Get).WithMetadata(Allow.Viewers);
        rules.MapGet("/fleet/stats", FleetNodes.Statistics).WithMetadata(Allow.Viewers);

        var skin = app.MapGroup("/api/tegumentar").WithMetadata(OrchestratorErrors.Shape).ExcludeFromDescription();
        skin.MapGet("/posture", Tegumentar.Posture).WithMetadata(Allow.Viewers);
        skin.MapPost("/posture", Tegumentar.SetPosture).WithMetadata(Allow.Operators);
        skin.MapGet("/status", Tegumentar.Status).WithMetadata(Allow.Viewers);
        skin.MapGet("/wound-healing", WoundHealing.Show).WithMetadata(Allow.Viewers);
        skin.MapPost("/wound-healing", WoundHealing.Run).WithMetadata(Allow.Operators);
    }
}
