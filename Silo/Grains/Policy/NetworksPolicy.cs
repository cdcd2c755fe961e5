using System.Text.RegularExpressions;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Policy;

/// <summary>Whom no rule, feed or person may ban, beside what the hosts report of themselves.</summary>
public sealed partial record NetworksPolicy
{
    /// <summary>Entries of one list.</summary>
    public const int MaxEntries = 1000;

    // Shorter ones would protect continents.
    private const int ShortestIPv4 = 8;
    private const int ShortestIPv6 = 16;

    /// <summary>The allow list: addresses, prefixes and DNS names. A lockdown lets these in as well.</summary>
    public string[] Allowed { get; init; } = [];

    /// <summary>Networks of ours. They are banned no more than the allowed ones, and a lockdown closes to them.</summary>
    public IpPrefix[] Protected { get; init; } = [];

    /// <summary>DNS names of the allow list are looked up this often; a name that finds no answer keeps its last one.</summary>
    public TimeSpan ResolveEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The allow list without its names.</summary>
    public IEnumerable<IpPrefix> AllowedPrefixes()
    {
        foreach (var entry in Allowed)
        {
            if (IpPrefix.TryParse(entry, out var prefix, out _)) yield return prefix;
        }
    }

    /// <summary>The DNS names on the allow list.</summary>
    public IEnumerable<string> AllowedNames() => Allowed.Where(entry => !IpPrefix.TryParse(entry, out _, out _));

    internal string? Validate()
    {
        if (Allowed.Length > MaxEntries) return $"allowed: at most {MaxEntries} entries";
        if (Protected.Length > MaxEntries) return $"protected: at most {MaxEntries} entries";
        for (var i = 0; i < Allowed.Length; i++)
        {
            if (Fault(Allowed[i]) is { } fault) return $"allowed[{i}]: {fault}";
        }

        for (var i = 0; i < Protected.Length; i++)
        {
            if (TooWide(Protected[i]) is { } fault) return $"protected[{i}]: {fault}";
        }

        return ResolveEvery < TimeSpan.FromSeconds(10) || ResolveEvery > TimeSpan.FromDays(1) ? "resolveEvery: must be 10s to 1d" : null;
    }

    private static string? Fault(string entry)
    {
        if (IpPrefix.TryParse(entry, out var prefix, out var error)) return TooWide(prefix);
        if (entry.Contains('/', StringComparison.Ordinal) || entry.Contains(':', StringComparison.Ordinal)) return $"must be an address, a prefix or a DNS name: {error}";
        var isName = entry.Length <= 253 && Name().IsMatch(entry) && !char.IsAsciiDigit(entry.TrimEnd('.')[^1]);
        return isName ? null : "must be an address, a prefix or a DNS name";
    }

    private static string? TooWide(IpPrefix prefix)
    {
        var shortest = prefix.IsIPv4 ? ShortestIPv4 : ShortestIPv6;
        return prefix.Length < shortest ? $"must be /{shortest} or longer; to ban nobody, set the posture to explore" : null;
    }

    // RFC 1123 §2.1, with the underscore that some put into names of hosts.
    [GeneratedRegex(@"^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
