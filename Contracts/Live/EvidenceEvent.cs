namespace Tegument.Contracts.Live;

/// <summary>The evidence that this silo weighed since the last such event; told each second while there is any, and once when it ends.</summary>
/// <param name="Seconds">How long that was.</param>
/// <param name="Kinds">Items by kind of evidence; kinds without any are absent.</param>
public sealed record EvidenceEvent(double Seconds, long Items, IReadOnlyDictionary<string, long> Kinds);
