using Tegument.Dashboard.Components.Charts;

namespace Tegument.Dashboard.Live;

/// <summary>Packets a second that one host's sensor saw, a point each <see cref="HostLoads.Step"/>, oldest first. Immutable; drawn once for all circuits.</summary>
public sealed class HostLoad(IReadOnlyList<float> points)
{
    /// <summary>The field of <see cref="Path"/>.</summary>
    public const double Width = 120, Height = 18;

    private string? _path;

    public IReadOnlyList<float> Points { get; } = points;

    /// <summary>
    /// A line in a field of <see cref="Width"/> by <see cref="Height"/>, the newest point at its right edge; "" with fewer than two points. The
    /// scale is the host's own, from zero to a little above its highest point, so that only what is unusual for it stands out.
    /// </summary>
    public string Path => _path ??= Draw();

    private string Draw()
    {
        if (Points.Count < 2) return "";
        var top = Math.Max(1, Points.Max() * 1.15);
        var step = Width / (HostLoads.MaxPoints - 1);
        var left = Width - ((Points.Count - 1) * step);
        return SvgPath.Line(Points.Select((point, i) => (left + (i * step), Height - 1.5 - (point / top * (Height - 3)))));
    }
}
