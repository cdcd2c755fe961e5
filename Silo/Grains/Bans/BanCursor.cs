using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Bans;

/// <summary>Where a page of bans ended: "PREFIX,ORIGIN" of its last ban. Good after any change of the ledger.</summary>
internal static class BanCursor
{
    public static string Of(Ban ban) => $"{ban.Prefix},{WireName.Of(ban.Origin)}";

    /// <exception cref="ArgumentException">The text is not a cursor that we made.</exception>
    public static (IpPrefix Prefix, BanOrigin Origin) Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0 && IpPrefix.TryParse(text[..comma], out var prefix, out _) && WireName.TryParse<BanOrigin>(text[(comma + 1)..], out var origin))
        {
            return (prefix, origin);
        }

        throw new ArgumentException($"after: '{(text.Length > 64 ? text[..64] : text)}' is not the cursor of a page");
    }
}
