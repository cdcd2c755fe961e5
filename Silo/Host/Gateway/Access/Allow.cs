using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Gateway.Access;

/// <summary>Which roles may call an endpoint. An endpoint without one of these answers nobody.</summary>
/// <param name="Roles">Null lets everybody in, without a token.</param>
public sealed record Allow(IReadOnlyList<TokenRole>? Roles)
{
    public static readonly Allow Everybody = new((IReadOnlyList<TokenRole>?)null);

    /// <summary>Any valid token: what every part of the system needs to read.</summary>
    public static readonly Allow AnyToken = new([.. Enum.GetValues<TokenRole>()]);

    public static readonly Allow Viewers = new([TokenRole.Viewer, TokenRole.Operator, TokenRole.Admin]);

    public static readonly Allow Operators = new([TokenRole.Operator, TokenRole.Admin]);

    /// <summary>Operators, and sensors on behalf of a program on their host.</summary>
    public static readonly Allow Banning = new([TokenRole.Operator, TokenRole.Admin, TokenRole.Sensor]);

    public static readonly Allow Admins = new([TokenRole.Admin]);

    public static readonly Allow Hosts = new([TokenRole.Sensor, TokenRole.Executor]);

    /// <summary>Other firewalls, and people who try what those see.</summary>
    public static readonly Allow Bouncers = new([TokenRole.Bouncer, TokenRole.Viewer, TokenRole.Operator, TokenRole.Admin]);

    public bool Permits(IReadOnlyList<TokenRole> held) => Roles is null || held.Any(Roles.Contains);
}
