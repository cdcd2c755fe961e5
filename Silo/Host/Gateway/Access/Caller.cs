using System.Net;
using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Gateway.Access;

/// <summary>Who calls: a valid token, and the address it is used from. Immutable.</summary>
public sealed record Caller(TokenView Token, string From)
{
    /// <summary>What bans, postures and the audit log call the caller; at most 100 characters.</summary>
    public string Actor => $"{Token.Name} ({Token.Id})";

    public bool Has(TokenRole role) => Token.Roles.Contains(role);

    /// <summary>People may do as operators do; the machine roles may not.</summary>
    public bool IsOperator => Has(TokenRole.Operator) || Has(TokenRole.Admin);

    /// <summary>The caller that <see cref="AccessMiddleware"/> let in.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("the endpoint lets callers in without a token");

    internal static string Peer(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
