using Tegument.Contracts.Bans;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;
using Tegument.Silo.Networks;

namespace Tegument.Silo.Bans;

/// <summary>Says of an address whose own reputation bans nothing that other bans hold it all the same, and which.</summary>
internal static class CoveringBans
{
    /// <summary>Of an explanation that has the ledger's bans.</summary>
    public static Explanation Explain(Explanation own)
    {
        if (own.Standing == Standing.Banned || own.Bans.Length == 0) return own;
        var holding = own.Bans.MaxBy(ban => ban.Expires)!;
        var many = own.Bans.Length > 1 ? $" {own.Bans.Length} bans cover it: all would have to be lifted." : "";
        var change = new FlipChange(FlipKind.Ban, Bans: false, $"without the ban of {holding.Prefix}", Rule: holding.Prefix.ToString());
        return own with
        {
            Note = $"{Text(holding)}{(own.Note is null ? "" : $"; {own.Note}")}",
            Flip = $"Without the ban of {holding.Prefix} it would not be banned for what it did itself.{many}",
            Changes = many.Length > 0 ? [] : [change],
        };
    }

    private static string Text(Ban ban) => ban.Origin == BanOrigin.Automatic && NetworkJudge.IsNetwork(ban.Prefix)
        ? $"banned with its network {ban.Prefix}: {ban.Reason}"
        : $"banned by {ban.Actor} ({WireName.Of(ban.Origin)}, {ban.Prefix}): {ban.Reason}";
}
