using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>What a call would change: worked out before anything is stored, applied after.</summary>
/// <param name="Changes">In the order of their revisions, which follow the ledger's without gaps.</param>
/// <param name="After">Where the ledger stands once they are applied.</param>
internal sealed record BanPlan(LedgerPosition After, BanStoreChange[] Changes)
{
    public bool IsEmpty => Changes.Length == 0;
}
