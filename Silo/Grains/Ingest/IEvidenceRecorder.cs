using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Ingest;

/// <summary>Keeps what was taken, for simulations. Where nobody records, none is registered.</summary>
public interface IEvidenceRecorder
{
    /// <summary>
    /// Takes note of a batch that was taken. Returns at once and never fails: whoever is slow loses, counted, and never slows the way from
    /// evidence to bans. The batch is read later, on another thread, and must not change.
    /// </summary>
    void Offer(EvidenceBatch batch);
}
