namespace Tegument.Sensor.Report;

/// <summary>What adds up over rings: counts, and the other side's distinct addresses (each is on one ring only).</summary>
internal readonly record struct MergedPart(long Count, long Others)
{
    public static MergedPart operator +(MergedPart one, MergedPart other) => new(one.Count + other.Count, one.Others + other.Others);
}
