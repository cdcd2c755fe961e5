using System.Globalization;
using System.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>The "d" of an SVG path, one decimal a coordinate: finer is not seen and costs bytes on every circuit. Owned by one thread.</summary>
public sealed class SvgPath
{
    private readonly StringBuilder _text = new();

    /// <summary>An open line through the points.</summary>
    public static string Line(IEnumerable<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var path = new SvgPath();
        foreach (var (x, y) in points) path.To(x, y);
        return path.ToString();
    }

    /// <summary>The area between the line and <paramref name="ground"/>.</summary>
    public static string Area(IReadOnlyList<(double X, double Y)> points, double ground)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0) return "";
        var path = new SvgPath().To(points[0].X, ground);
        foreach (var (x, y) in points) path.To(x, y);
        return path.To(points[^1].X, ground).Close();
    }

    /// <summary>The area between two lines over the same places.</summary>
    public static string Band(IReadOnlyList<(double X, double Y)> top, IReadOnlyList<(double X, double Y)> bottom)
    {
        ArgumentNullException.ThrowIfNull(top);
        ArgumentNullException.ThrowIfNull(bottom);
        if (top.Count == 0) return "";
        var path = new SvgPath();
        foreach (var (x, y) in top) path.To(x, y);
        for (var i = bottom.Count - 1; i >= 0; i--) path.To(bottom[i].X, bottom[i].Y);
        return path.Close();
    }

    public SvgPath To(double x, double y)
    {
        _text.Append(_text.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        return this;
    }

    /// <summary>Begins anew elsewhere: what lies between is not drawn.</summary>
    public SvgPath Move(double x, double y)
    {
        _text.Append('M').Append(Number(x)).Append(' ').Append(Number(y));
        return this;
    }

    public string Close() => _text.Append('Z').ToString();

    public override string ToString() => _text.ToString();

    public static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
