using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// Which bans a bouncer wants: comma-separated names in its query, without regard to case. An absent parameter wants all; parameters that
/// we do not know are ignored, as bouncers of every age send some. Pure.
/// </summary>
internal sealed class DecisionFilter
{
    public static readonly DecisionFilter Everything = new(QueryCollection.Empty);

    private readonly string[]? _scopes;
    private readonly string[]? _origins;
    private readonly string[]? _containing;
    private readonly string[]? _notContaining;

    public DecisionFilter(IQueryCollection query)
    {
        _scopes = Names(query, "scopes") ?? Names(query, "scope");
        _origins = Names(query, "origins");
        _containing = Names(query, "scenarios_containing");
        _notContaining = Names(query, "scenarios_not_containing");
        Nothing = Names(query, "type") is { } types && !types.Contains("ban", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Only decisions of a type that we never make are wanted.</summary>
    public bool Nothing { get; }

    public bool Wants(Ban ban) =>
        !Nothing
        && _scopes?.Contains(Decision.ScopeOf(ban.Prefix), StringComparer.OrdinalIgnoreCase) != false
        && _origins?.Any(name => DecisionOrigin.Is(ban.Origin, name)) != false
        && _containing?.Any(word => ban.Reason.Contains(word, StringComparison.OrdinalIgnoreCase)) != false
        && _notContaining?.Any(word => ban.Reason.Contains(word, StringComparison.OrdinalIgnoreCase)) != true;

    private static string[]? Names(IQueryCollection query, string parameter)
    {
        var names = query[parameter].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 0 ? null : names;
    }
}
