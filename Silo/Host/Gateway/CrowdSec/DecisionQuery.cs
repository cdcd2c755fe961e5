using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// What a bouncer asks about with <c>ip</c>, <c>range</c> or <c>value</c>: by default the bans that contain it, with <c>contains=false</c>
/// those that it contains; a value is meant exactly. Without any of them it asks for everything.
/// </summary>
internal sealed record DecisionQuery(IpPrefix? Range, bool Contained, string? Value)
{
    /// <exception cref="ApiProblemException">What is asked about is no address or network.</exception>
    public static DecisionQuery Read(IQueryCollection query)
    {
        var asked = query["ip"] is [{ Length: > 0 } ip] ? ip : query["range"] is [{ Length: > 0 } range] ? range : null;
        var value = query["value"] is [{ Length: > 0 } text] ? text : null;
        var contained = query["contains"].ToString().Equals("false", StringComparison.OrdinalIgnoreCase);
        if (asked is null) return new DecisionQuery(null, contained, value);
        return IpPrefix.TryParse(asked, out var prefix, out var error)
            ? new DecisionQuery(prefix, contained, value)
            : throw ApiProblemException.Invalid("ip", $"invalid ip address / range: {error}");
    }

    public async IAsyncEnumerable<Ban> Find(DecisionReader reader, DecisionFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        // A value that is no address (a country, a session) is one we never decide about.
        var exact = IpPrefix.TryParse(Value, out var value, out _) ? value : (IpPrefix?)null;
        if (Value is not null && exact is null) yield break;

        if (exact is { } only)
        {
            if (await reader.Exact(only, filter) is { } ban && (Range is not { } range || Fits(ban.Prefix, range))) yield return ban;
        }
        else if (Range is { } asked && !Contained)
        {
            foreach (var ban in await reader.Covering(asked.Address, filter))
                if (ban.Prefix.Contains(asked)) yield return ban;
        }
        else
        {
            await foreach (var ban in reader.ChangedAfter(0, filter, cancel, Range)) yield return ban;
        }
    }

    private bool Fits(IpPrefix ban, IpPrefix asked) => Contained ? asked.Contains(ban) : ban.Contains(asked);
}
