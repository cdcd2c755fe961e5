using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>What an import takes for what its file does not say, and what it does about bad lines.</summary>
/// <param name="Ttl">For bans without an end of their own.</param>
/// <param name="Reason">For bans without a reason of their own, and for the audit log.</param>
/// <param name="Skip">Leaves bad lines out; otherwise one of them refuses the whole file.</param>
internal sealed record BanImportOptions(BanFormat Format, TimeSpan Ttl, string Reason, bool DryRun, bool Skip);
