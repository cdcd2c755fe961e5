namespace Tegument.Dashboard.Components.Charts;

/// <summary>A text at a place of an axis.</summary>
/// <param name="Part">Percent from the top, or from the left.</param>
public sealed record AxisMark(double Part, string Text)
{
    /// <summary>"12.5%".</summary>
    public string At => SvgPath.Number(Part) + "%";
}
