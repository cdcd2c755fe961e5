using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>One change of a ledger, as it is stored: a ban that was made, extended or replaced, or one that was lifted before its time.</summary>
/// <param name="Ban">The ban as it now stands, or as it stood when it was lifted. Its revision is the change's; (prefix, origin) is its key.</param>
/// <param name="Lifted">True removes the stored ban of the same (prefix, origin); false inserts or replaces it.</param>
/// <param name="Actor">Who changed it; for audit.</param>
/// <param name="Reason">Why; for audit.</param>
/// <param name="At">When, by the silo's clock.</param>
public sealed record BanStoreChange(Ban Ban, bool Lifted, string Actor, string Reason, DateTimeOffset At);
