using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Ingest;

/// <summary>What became of a batch whose sources were weighed one by one.</summary>
/// <param name="Left">What could not be taken, under the batch's own name; null when all was.</param>
/// <param name="Taken">Sources that were taken and whose bans are stored; the incidents count as one more.</param>
/// <param name="Failure">Why the first that is left is left.</param>
public sealed record IngestRest(EvidenceBatch? Left, int Taken, Exception? Failure);
