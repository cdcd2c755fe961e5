using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Conditional;
using Tegument.Silo.Host.Gateway.Idempotency;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Gateway.Live;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary><c>/api/v1/tokens</c>, for administrators.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", List)
            .Describe("list-tokens", "Tokens without their secrets, oldest first.", Allow.Admins, StatusCodes.Status400BadRequest)
            .Tagged<TokenList>(Tags.Of)
            .Example("limit=100&role=operator&revoked=false");
        api.MapPost("/tokens", Create)
            .Describe(
                "create-token", "Makes a token; the reply holds its secret, this once.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithMetadata(SecretReply.Instance)
            .Example(body: """{"name":"night shift","roles":["operator"]}""");
        api.MapDelete("/tokens/{id}", Revoke)
            .Describe(
                "revoke-token", "Ends a token at once, its open links and the sessions it opened included.", Allow.Admins,
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .Example("reason=left the team", route: "id=1f6e0b2a");
    }

    private static TokenList List(TokenStore tokens, int? limit, string? after, string? role, bool? revoked)
    {
        var wanted = Check.Name<TokenRole>(role, "role");
        var all = tokens.List();
        var from = after is null ? 0 : Array.FindIndex(all, token => token.Id == after) + 1;
        if (after is not null && from == 0) throw ApiProblemException.Invalid("after", "'after' is not a page's 'next'");
        var matching = all.Index()
            .Where(token => (wanted is null || token.Item.Roles.Contains(wanted.Value)) && (revoked is null || token.Item.Revoked is not null == revoked));
        var page = Page.Of(matching, Check.Limit(limit, TokenStore.MaxTokens, TokenStore.MaxTokens), token => token.Index >= from, token => token.Item.Id);
        return new TokenList([.. page.Items.Select(token => token.Item)], page.Total, page.Next);
    }

    private static async Task<TokenCreated> Create(TokenCreate body, HttpContext context, TokenStore tokens, AuditLog audit)
    {
        var caller = Caller.Of(context);
        var name = Check.Text(body.Name, "name", TokenCreate.MaxNameLength);
        if (body.Roles.Length == 0) throw ApiProblemException.Invalid("roles", "'roles' must name one or more");
        var onceFor = OnceFor(body);
        var secret = TokenSecret.Create();
        if (await tokens.Create(name, body.Roles, secret, onceFor) is not { } token)
        {
            await audit.Append(new AuditRecord(caller.Actor, caller.From, "token-create", name, "created", "refused: too many tokens"));
            throw ApiProblemException.Conflict("too many tokens", $"there are {TokenStore.MaxTokens} already; revoke some");
        }

        await audit.Append(new AuditRecord(caller.Actor, caller.From, "token-create", $"{token.Name} ({token.Id})", token.Once ? "created, to sign in once" : "created", After: Roles(token)));
        return new TokenCreated(token, secret);
    }

    private static async Task<TokenList> Revoke(string id, HttpContext context, TokenStore tokens, SessionStore sessions, LinkRegistry links, LiveStreams streams, AuditLog audit, string? reason)
    {
        var caller = Caller.Of(context);
        var why = Check.Reason(reason);
        var revocation = await tokens.Revoke(id);
        if (revocation.Revocation != Revocation.Done)
        {
            var refusal = revocation.Revocation == Revocation.LastAdmin ? "refused: the last admin token" : "refused: no such token";
            await audit.Append(new AuditRecord(caller.Actor, caller.From, "token-revoke", id, why, refusal));
        }

        var token = revocation switch
        {
            { Revocation: Revocation.Unknown } => throw ApiProblemException.NotFound($"no valid token has the id '{id}'"),
            { Revocation: Revocation.LastAdmin } => throw ApiProblemException.Conflict("last admin token", "nobody could make another; create one first", "id"),
            { Token: { } revoked } => revoked,
            _ => throw new InvalidOperationException("a token was revoked without a trace"),
        };
        links.DropToken(token.Id);
        streams.DropToken(token.Id);
        await sessions.EndOfToken(token.Id);
        await audit.Append(new AuditRecord(caller.Actor, caller.From, "token-revoke", $"{token.Name} ({token.Id})", why, Before: Roles(token)));
        var left = tokens.List();
        return new TokenList(left, left.Length);
    }

    /// <summary>Null for tokens that are not for one sign-in.</summary>
    private static TimeSpan? OnceFor(TokenCreate body)
    {
        if (!body.Once) return body.TtlSeconds is null ? null : throw ApiProblemException.Invalid("ttlSeconds", "only a one-time token ('once') ends by itself; others are revoked");
        if (body.Roles.Except(Allow.Viewers.Roles!).Any()) throw ApiProblemException.Invalid("roles", "people sign in as viewer, operator or admin");
        return Check.Seconds(body.TtlSeconds ?? TokenCreate.DefaultTtlSeconds, "ttlSeconds", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(TokenCreate.MaxTtlSeconds));
    }

    private static string Roles(TokenView token) => string.Join(", ", token.Roles.Select(WireName.Of));
}
