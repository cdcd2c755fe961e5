using System.Text.Json;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>
/// One banned address or network as bouncers know it. A value has one decision at a time, its longest ban, so that the value gives the id:
/// a ban that is made longer or shorter is the same decision with another duration.
/// </summary>
/// <param name="Left">Until its end; negative for one that has ended.</param>
internal readonly record struct Decision(IpPrefix Prefix, TimeSpan Left, string Origin, string Scenario)
{
    private const string EndedScenario = "ended";

    /// <summary>Bouncers in JavaScript and Lua read numbers as doubles, exact up to here only.</summary>
    private const ulong MaxId = 1UL << 53;

    public static Decision Of(Ban ban, DateTimeOffset now) => new(ban.Prefix, ban.Expires - now, DecisionOrigin.Of(ban.Origin), ban.Reason);

    public static Decision Ended(IpPrefix prefix, TimeSpan ago) => new(prefix, -ago, DecisionOrigin.Of(BanOrigin.Automatic), EndedScenario);

    public static string ScopeOf(IpPrefix prefix) => prefix.IsSingle ? DecisionScope.Ip : DecisionScope.Range;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("duration"u8, GoDuration.Of(Left));
        json.WriteNumber("id"u8, IdOf(Prefix));
        json.WriteString("origin"u8, Origin);
        json.WriteString("scenario"u8, Scenario);
        json.WriteString("scope"u8, ScopeOf(Prefix));
        json.WriteString("type"u8, "ban"u8);
        json.WriteString("value"u8, Prefix.ToString());
        json.WriteEndObject();
    }

    /// <summary>The same on every silo and after every restart. IPv4 is exact; an IPv6 collision among a million bans is one in 9,000.</summary>
    internal static long IdOf(IpPrefix prefix)
    {
        if (prefix.IsIPv4) return ((long)prefix.Length << 32) | prefix.Address.IPv4;
        Span<byte> bytes = stackalloc byte[17];
        prefix.Address.WriteIPv6(bytes);
        bytes[16] = prefix.Length;
        const ulong OffsetBasis = 14695981039346656037, Prime = 1099511628211; // FNV-1a.
        var hash = OffsetBasis;
        foreach (var b in bytes) hash = (hash ^ b) * Prime;
        return (long)(((hash ^ (hash >> 32)) % (MaxId / 2)) + (MaxId / 2));
    }
}
