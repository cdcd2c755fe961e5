namespace Tegument.Dashboard.Components.Charts;

/// <summary>
/// A scale from 0 to a round number above the highest value, linear or of square roots. It follows the highest value of all that is shown, so that
/// it changes when a peak comes or leaves and not each second. Pure.
/// </summary>
public readonly record struct ChartScale
{
    // Each with a step that is round, too.
    private static readonly (double Max, double Step)[] Linear10 = [(1, 0.5), (2, 1), (3, 1), (4, 2), (6, 2), (8, 4), (10, 5)];
    private static readonly double[] Root10 = [1, 2, 4, 6, 8, 10];

    private readonly bool _root;

    private ChartScale(double max, IReadOnlyList<double> ticks, bool root) => (Max, Ticks, _root) = (max, ticks, root);

    public double Max { get; }

    /// <summary>Where lines are drawn, lowest first, without 0.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <param name="highest">Of all that is shown.</param>
    /// <param name="least">The scale's end is not below it.</param>
    public static ChartScale Linear(double highest, double least)
    {
        var (ten, room) = Room(highest, least);
        var (max, step) = Array.Find(Linear10, choice => choice.Max >= room);
        var ticks = new List<double>();
        for (var tick = step; tick < max + step / 2; tick += step) ticks.Add(tick * ten);
        return new ChartScale(max * ten, ticks, root: false);
    }

    /// <summary>Square roots: what is small is seen beside what is great, and half the height is a quarter of the end.</summary>
    public static ChartScale Root(double highest, double least)
    {
        var (ten, room) = Room(highest, least);
        var max = Array.Find(Root10, choice => choice >= room) * ten;
        return new ChartScale(max, [max / 4, max], root: true);
    }

    /// <summary>A scale whose end and marks are known.</summary>
    public static ChartScale Fixed(double max, IReadOnlyList<double> ticks, bool root = false) => new(max, ticks, root);

    /// <summary>The part of the height, 0 to 1; what is above the end is at the end.</summary>
    public double Part(double value)
    {
        var part = Math.Clamp(value / Max, 0, 1);
        return _root ? Math.Sqrt(part) : part;
    }

    private static (double Ten, double Room) Room(double highest, double least)
    {
        var needed = Math.Max(double.IsFinite(highest) ? highest * 1.04 : 0, least);
        var ten = Math.Pow(10, Math.Floor(Math.Log10(needed)));
        var room = needed / ten;
        return room > 10 ? (ten * 10, room / 10) : (ten, Math.Max(1, room - 1e-9));
    }
}
