using Tegument.Contracts.Reputation;

namespace Tegument.Silo.Ingest;

/// <summary>What became of a batch that is committed (or refused for good): now it may be acknowledged.</summary>
/// <param name="Refusal">Why nothing of the batch was taken; null when it was.</param>
/// <param name="Duplicate">It was taken before; nothing changed.</param>
/// <param name="Judgements">One per reputation touched, in the order of its first item in the batch.</param>
/// <param name="Bans">What the ledger made of the judgements that wanted a ban, in the judgements' order.</param>
public sealed record IngestResult(string? Refusal, bool Duplicate, Judgement[] Judgements, IngestBan[] Bans)
{
    public static readonly IngestResult Resent = new(null, true, [], []);

    public static IngestResult Refused(string refusal) => new(refusal, false, [], []);
}
