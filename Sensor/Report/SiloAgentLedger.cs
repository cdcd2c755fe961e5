using System.Net;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Sensor.Enforce.AgentApi;

namespace Tegument.Sensor.Report;

/// <summary>
/// Local programs' wishes, asked of the silo with the caller's token, or the agent's own where none is needed: the silo judges the role and
/// audits who. Safe on any thread.
/// </summary>
public sealed class SiloAgentLedger(SiloEndpoint silo) : IAgentLedger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public Task<AgentAnswer> Ban(IpPrefix prefix, string reason, TimeSpan? ttl, string? token, CancellationToken cancellation) => Ask(
        token,
        async client =>
        {
            var reply = await client.BanAsync(new BanCreate(prefix, reason, ttl?.TotalSeconds), cancellation);
            var note = reply.Note is null ? "" : $" ({reply.Note})";
            return new AgentAnswer(AgentOutcome.Done, $"{prefix} is banned for {Math.Round(reply.Ban.SecondsLeft)} s{note}");
        });

    public Task<AgentAnswer> Unban(IpPrefix prefix, string reason, string? token, CancellationToken cancellation) => Ask(
        token,
        async client =>
        {
            var reply = await client.UnbanAsync(prefix, reason, cancel: cancellation);
            return reply.Lifted.Length > 0 ? new AgentAnswer(AgentOutcome.Done, $"{prefix} is no longer banned") : new AgentAnswer(AgentOutcome.NotFound, $"{prefix} was not banned");
        });

    public Task<AgentAnswer> MayRead(string? token, CancellationToken cancellation) => Ask(
        token,
        async client =>
        {
            await client.PostureAsync(cancellation);
            return new AgentAnswer(AgentOutcome.Done, "may read");
        });

    private async Task<AgentAnswer> Ask(string? token, Func<TegumentClient, Task<AgentAnswer>> call)
    {
        using var client = new TegumentClient(silo with { Token = token ?? silo.Token }, Patience);
        try
        {
            return await call(client);
        }
        catch (SiloUnreachableException e)
        {
            return new AgentAnswer(AgentOutcome.Away, e.Message);
        }
        catch (TegumentApiException e)
        {
            return new AgentAnswer(OutcomeOf(e.Status), e.Message);
        }
    }

    private static AgentOutcome OutcomeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => AgentOutcome.Unauthorized,
        HttpStatusCode.Forbidden => AgentOutcome.Forbidden,
        >= HttpStatusCode.InternalServerError => AgentOutcome.Away,
        _ => AgentOutcome.Refused,
    };
}
