using Tegument.Contracts.Evidence;

namespace Tegument.Dashboard.Components.Detections;

/// <summary>A kind of evidence, or one technique of it, over the window.</summary>
/// <param name="Technique">Null for the kind as a whole; else hostile words, to be shown as text.</param>
/// <param name="Points">What it added to scores.</param>
/// <param name="Share">Of all items, 0 to 1.</param>
/// <param name="Spark">A path in a box of 100 by <see cref="SparkHeight"/>.</param>
public sealed record KindRow(EvidenceKind Kind, string? Technique, long Items, double Points, double Share, string Spark, string Colour)
{
    public const int SparkHeight = 18;
}
