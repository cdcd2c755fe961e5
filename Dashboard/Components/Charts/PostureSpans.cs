using Tegument.Contracts.Posture;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Charts;

/// <summary>Which posture was in force when, within a chart's time. Pure.</summary>
public static class PostureSpans
{
    /// <summary>Oldest first, without gaps from the oldest known change on.</summary>
    public static IReadOnlyList<PosturePeriod> Of(FleetView view, DateTimeOffset from, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(view);
        var changes = view.Postures.OrderBy(period => period.From).ToList();
        // The history is read once a minute; what is in force is told at once.
        if (view.Posture is { } now && (changes.Count == 0 || changes[^1].Posture.Version < now.Version))
        {
            changes.Add(new PosturePeriod(now, changes.Count == 0 ? from : now.SetAt, null));
        }

        var spans = new List<PosturePeriod>();
        for (var i = 0; i < changes.Count; i++)
        {
            var begin = changes[i].From;
            var end = i + 1 < changes.Count ? changes[i + 1].From : until;
            if (end <= from || begin >= until || end <= begin) continue;
            spans.Add(changes[i] with { From = begin < from ? from : begin, Until = end > until ? until : end });
        }

        return spans;
    }
}
