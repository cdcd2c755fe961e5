using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>One thing that the fleet feels, with what is usual and where it comes from.</summary>
/// <param name="Value">Never negative.</param>
/// <param name="Unit">"x usual", "points/min" or "of 100".</param>
/// <param name="Low">The usual band's lower end, in the same unit.</param>
/// <param name="High">Above this, it is not as usual.</param>
/// <param name="Learning">True while what is usual is not known yet: the value then says nothing.</param>
/// <param name="Cause">One line for people, with the numbers; host and technique names in it come from elsewhere and are to be escaped.</param>
/// <param name="Causes">The greatest parts, greatest first, within each <see cref="QualeCause.Part"/>.</param>
[GenerateSerializer, Immutable, Alias("tegument.Quale")]
public sealed record Quale(
    [property: Id(0)] double Value,
    [property: Id(1)] string Unit,
    [property: Id(2)] double Low,
    [property: Id(3)] double High,
    [property: Id(4)] bool Learning,
    [property: Id(5)] string Cause,
    [property: Id(6)] QualeCause[] Causes)
{
    public const string TimesUsual = "x usual";
    public const string PointsPerMinute = "points/min";
    public const string OfHundred = "of 100";
}
