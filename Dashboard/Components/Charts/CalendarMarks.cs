using System.Globalization;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Round times on the axis of a long chart, from every tenth minute to every fifth day. Pure; UTC.</summary>
public static class CalendarMarks
{
    public static IReadOnlyList<AxisMark> Of(DateTimeOffset from, DateTimeOffset to)
    {
        var span = to - from;
        var (step, form) = span.TotalHours switch
        {
            <= 1 => (TimeSpan.FromMinutes(10), "HH:mm"),
            <= 7 => (TimeSpan.FromHours(1), "HH:mm"),
            <= 26 => (TimeSpan.FromHours(4), "HH:mm"),
            <= 24 * 8 => (TimeSpan.FromDays(1), "ddd d"),
            _ => (TimeSpan.FromDays(5), "d MMM"),
        };
        var marks = new List<AxisMark>();
        for (var at = new DateTimeOffset(((from.UtcTicks / step.Ticks) + 1) * step.Ticks, TimeSpan.Zero); at < to; at += step)
        {
            // What would run over the edge is left out.
            var part = (at - from) / span * 100;
            if (part <= 97) marks.Add(new AxisMark(part, at.ToString(form, CultureInfo.InvariantCulture)));
        }

        return marks;
    }
}
