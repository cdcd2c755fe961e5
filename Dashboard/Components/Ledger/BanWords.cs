using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>Bans in words. Pure; reasons and actors come from strangers and leave here fit for one line of text.</summary>
public static class BanWords
{
    /// <summary>What it is for, and the rest of the reason: "port-scan" and "syn, 600 ports", "by hand" and what the person wrote.</summary>
    public static (string Kind, string Detail) Reason(BanView ban)
    {
        ArgumentNullException.ThrowIfNull(ban);
        if (ban.Origin != BanOrigin.Automatic) return (Origin(ban.Origin), Captured.Line(ban.Reason, 160));
        var text = ban.Reason;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? text : text[..space];
        var kind = word.TrimEnd(',');
        if (BanSearch.Kind(kind) is null) return ("evidence", Captured.Line(text, 160));
        var rest = space < 0 ? "" : text[(space + 1)..];
        var sum = rest.IndexOf("; score ", StringComparison.Ordinal);
        return (kind, Captured.Line(string.Join(" + ", (sum < 0 ? rest : rest[..sum]).Split(" + ").Select(WithoutPoints)), 160));
    }

    /// <summary>"syn, 57 ports 200" tells what an incident weighed; in a row the ports are enough.</summary>
    private static string WithoutPoints(string incident)
    {
        var last = incident.LastIndexOf(' ');
        return last > 0 && double.TryParse(incident.AsSpan(last + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? incident[..last] : incident;
    }

    /// <summary>Whose word a ban is.</summary>
    public static string Origin(BanOrigin origin) => origin == BanOrigin.Automatic ? "evidence" : origin == BanOrigin.Manual ? "by hand" : WireName.Of(origin);

    /// <summary>"38 min 43 s"; "ends in 8 s" in the last minute, which one wants to notice.</summary>
    public static string Left(TimeSpan left) => left switch
    {
        { TotalSeconds: <= 0 } => "over",
        { TotalSeconds: < 60 } => $"ends in {Said.Span(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))}",
        _ => Said.Span(left),
    };

    /// <summary>"1,284 active: 1,102 by evidence, 148 by feed, 22 by api, 12 by hand."</summary>
    public static string Sentence(OriginCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Total == 0) return "Nobody is banned.";
        (long Count, string Words)[] parts =
            [(counts.Automatic, "decided by evidence"), (counts.Feed, "by feed"), (counts.Api, "by other systems"), (counts.Manual, "by hand")];
        var said = parts.Where(part => part.Count > 0).Select(part => $"{Said.Count(part.Count)} {part.Words}").ToArray();
        return said.Length == 1 ? $"{Said.Count(counts.Total)} active, all {said[0][(said[0].IndexOf(' ', StringComparison.Ordinal) + 1)..]}." : $"{Said.Count(counts.Total)} active: {string.Join(", ", said)}.";
    }

    /// <summary>How many addresses a prefix holds: "256", "16,777,216", "2^64".</summary>
    public static string Addresses(IpPrefix prefix)
    {
        var bits = prefix.Address.Bits - prefix.Length;
        return bits <= 30 ? Said.Count(1L << bits) : string.Create(CultureInfo.InvariantCulture, $"2^{bits}");
    }

    /// <summary>Wide enough for a slip to hurt: more than 16 addresses of IPv4, more than the /64 that one subscriber holds.</summary>
    public static bool IsWide(IpPrefix prefix) => prefix.Length < (prefix.IsIPv4 ? 28 : 64);
}
