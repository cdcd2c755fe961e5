using System.Net;
using Tegument.Contracts.Api;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Access;

/// <summary>Who calls: a valid token, and the address it is used from. Immutable.</summary>
/// <param name="Token">Of a signed-in person: the session in a token's shape.</param>
/// <param name="Session">Null for a plain token.</param>
public sealed record Caller(TokenView Token, string From, Session? Session = null)
{
    /// <summary>What bans, postures and the audit log call the caller; at most 100 characters.</summary>
    public string Actor => Session?.Actor ?? $"{Token.Name} ({Token.Id})";

    /// <summary>What refusals call the bearer.</summary>
    public string Bearer => Session?.Name ?? "the token";

    public bool Has(TokenRole role) => Token.Roles.Contains(role);

    /// <summary>People may do as operators do; the machine roles may not.</summary>
    public bool IsOperator => Has(TokenRole.Operator) || Has(TokenRole.Admin);

    /// <summary>
    /// A signed-in person. Through the console that they signed in with, the call comes from where their browser is; from anywhere else it
    /// comes from there.
    /// </summary>
    public static Caller SignedIn(Session session, string peer)
    {
        ArgumentNullException.ThrowIfNull(session);
        var shape = new TokenView(session.Id, session.Name, session.Roles, session.Created, null, Expires: session.Expires);
        return new Caller(shape, peer == session.Via ? session.From : peer, session);
    }

    /// <summary>The caller that <see cref="AccessMiddleware"/> let in.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("the endpoint lets callers in without a token");

    internal static string Peer(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
