using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>The times below a chart: at its ends, and at a third and two thirds of it. Pure.</summary>
public static class TimeMarks
{
    /// <summary>"14:17", "14:22", "14:27", "14:32".</summary>
    public static IReadOnlyList<AxisMark> Of(DateTimeOffset from, DateTimeOffset until) =>
        [.. Enumerable.Range(0, 4).Select(third => new AxisMark(third * 100 / 3.0, Said.Minute(from + (until - from) * (third / 3.0))))];

    public static IReadOnlyList<AxisMark> Of(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. texts.Select((text, i) => new AxisMark(i * 100.0 / (texts.Count - 1), text))];
    }

    /// <summary>At the ends texts stay inside.</summary>
    public static string Anchor(AxisMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return mark.Part <= 0 ? "start" : mark.Part >= 99 ? "end" : "middle";
    }
}
