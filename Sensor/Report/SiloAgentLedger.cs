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

    public Task<AgentAnswer> Unban(IpPrefix prefix, string reason, string? only, string? token, CancellationToken cancellation) => Ask(
        token,
        async client =>
        {
            var lifted = only is null
                ? (await client.UnbanAsync(prefix, reason, cancel: cancellation)).Lifted.Length
                : await Lift(client, prefix, reason, only, cancellation);
            return lifted > 0
                ? new AgentAnswer(AgentOutcome.Done, $"{prefix} is no longer banned")
                : new AgentAnswer(AgentOutcome.NotFound, only is null ? $"{prefix} was not banned" : $"{prefix} was not banned for that reason");
        });

    public Task<AgentAnswer> MayRead(string? token, CancellationToken cancellation) => Ask(
        token,
        async client =>
        {
            await client.PostureAsync(cancellation);
            return new AgentAnswer(AgentOutcome.Done, "may read");
        });

    private static async Task<int> Lift(TegumentClient client, IpPrefix prefix, string reason, string only, CancellationToken cancellation)
    {
        var covering = await client.BansAsync(new BanFilter(Covering: prefix.Address), cancellation);
        var lifted = 0;
        foreach (var ban in covering.Bans.Where(ban => ban.Address == prefix && ban.Reason.StartsWith(only, StringComparison.Ordinal)))
            lifted += (await client.UnbanAsync(prefix, reason, ban.Origin, cancellation)).Lifted.Length;
        return lifted;
    }

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
