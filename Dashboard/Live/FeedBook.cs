using Tegument.Contracts.Bans;
using Tegument.Contracts.Live;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Live;

/// <summary>
/// The feed, merged by source: what happens to a source again replaces its line and comes on top. At most <see cref="MaxLines"/>; the oldest go.
/// Owned by one thread.
/// </summary>
public sealed class FeedBook
{
    public const int MaxLines = 100;

    private readonly List<FeedLine> _lines = new(MaxLines + 1); // Newest last.
    private long _number;

    /// <summary>Lines that found no room any more.</summary>
    public long Dropped { get; private set; }

    public IReadOnlyList<FeedLine> Newest()
    {
        var lines = _lines.ToArray();
        Array.Reverse(lines);
        return lines;
    }

    public void Add(StandingEvent standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        Put(new FeedLine(++_number, standing.At, standing.Key, standing.Standing, standing.Score, standing.Reason ?? (standing.Standing == Standing.Clean ? "nothing against it any more" : "evidence against it, not enough for a ban"), Known(standing)));
    }

    public void Add(BanEvent ban, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ban);
        var view = ban.Ban;
        var lifted = ban.Move == BanMove.Lifted;
        var automatic = view.Origin == BanOrigin.Automatic;
        Put(new FeedLine(
            ++_number, now, view.Address.ToString(), lifted ? Standing.Clean : Standing.Banned, view.Score, lifted ? ban.Reason : view.Reason,
            lifted ? null : (view.Expires - view.Created).TotalSeconds, lifted, automatic && !lifted ? null : Actor(ban)));
    }

    private static string Actor(BanEvent ban) => ban.Ban.Origin is BanOrigin.Feed ? $"list {ban.Actor}" : ban.Actor.Length > 0 ? ban.Actor : WireName.Of(ban.Ban.Origin);

    /// <summary>The ban's own event tells how long; its standing's event must not forget it.</summary>
    private double? Known(StandingEvent standing) =>
        standing.Standing == Standing.Banned ? _lines.Find(line => line.Address == standing.Key)?.BanSeconds : null;

    private void Put(FeedLine line)
    {
        _lines.RemoveAll(old => old.Address == line.Address);
        _lines.Add(line);
        if (_lines.Count <= MaxLines) return;
        _lines.RemoveAt(0);
        Dropped++;
    }
}
