namespace Tegument.Contracts.Api;

/// <summary>The answer to <c>GET /api/v1/evidence/series</c>, most items first.</summary>
/// <param name="StepSeconds">How far the points lie apart.</param>
public sealed record EvidenceSeriesList(DateTimeOffset Since, int StepSeconds, EvidenceSeries[] Series)
{
    /// <summary>Series of an answer; the smallest are left out.</summary>
    public const int MaxSeries = 64;
}
