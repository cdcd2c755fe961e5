namespace Tegument.Contracts.Api;

/// <summary>What an import did, or would do.</summary>
/// <param name="Rows">Bans that the file holds, bad ones included.</param>
/// <param name="Made">New or longer bans; committed unless <paramref name="DryRun"/>.</param>
/// <param name="Unchanged">The same or a longer ban stood already.</param>
/// <param name="Ended">Over by the time in the file; left out.</param>
/// <param name="Refused">Bad, protected or too wide; left out.</param>
/// <param name="Faults">What is wrong with those refused, the first <see cref="MaxFaults"/>.</param>
/// <param name="Note">What the caller should know; null when nothing.</param>
public sealed record BanImportReply(long Rows, long Made, long Unchanged, long Ended, long Refused, bool DryRun, ImportFault[] Faults, string? Note)
{
    public const int MaxFaults = 1000;
}
