using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard.Live;

/// <summary>Collects what is heard into the next <see cref="FleetView"/>. Safe on any thread; every part is bounded.</summary>
public sealed class FleetDraft(TimeProvider time)
{
    public const int MaxPostures = 50;

    private const int MaxAnnouncements = 5;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly FeedBook _feed = new();
    private readonly AttackWatch _attack = new();
    private readonly Queue<TracePoint> _trace = new();
    private readonly HostLoads _loads = new();
    private FleetView _view = FleetView.Nothing;
    private bool _changed, _feedChanged, _traceChanged;
    private long _announced;

    public DateTimeOffset? AttackSince
    {
        get
        {
            lock (_gate) return _attack.Attack?.Since;
        }
    }

    /// <summary>The next view; null when nothing changed since the last.</summary>
    public FleetView? Take()
    {
        lock (_gate)
        {
            if (!_changed) return null;
            if (_feedChanged) _view = _view with { Feed = _feed.Newest() };
            if (_traceChanged) _view = _view with { Trace = _trace.ToArray() };
            (_changed, _feedChanged, _traceChanged) = (false, false, false);
            return _view;
        }
    }

    public void Status(StatusReply status)
    {
        ArgumentNullException.ThrowIfNull(status);
        Change(view => view with { Status = status, Posture = Newer(view.Posture, status.Posture), Link = LinkState.Live, Heard = time.GetUtcNow(), Trouble = null });
    }

    public void Down(LinkState state, string why) =>
        Change(view => view with { Link = view.Heard is null && state == LinkState.Lost ? LinkState.Connecting : state, Trouble = why });

    /// <summary>A lockdown waits to be confirmed: hosts are then asked more often.</summary>
    public bool Pending
    {
        get
        {
            lock (_gate) return _view.Posture?.Pending is not null;
        }
    }

    public void Hosts(HostStatus[] hosts) => Change(view => view with { Hosts = hosts, Loads = _loads.Add(hosts, time.GetUtcNow()) });

    public void Postures(PosturePeriod[] periods) => Change(view => view with { Postures = periods });

    public void Thresholds(double?[] thresholds) => Change(view => view with { Thresholds = thresholds });

    public void Hours(QualiaPoint[] hours) => Change(view => view with { Hours = hours });

    public void Attackers(AttackerList worst) => Change(view => view with { Attackers = worst });

    public void Targets(TargetList targets) => Change(view => view with { Targets = targets });

    public void Describe(AttackerList worst) => Change(view =>
    {
        _attack.Describe(worst);
        return view with { Attack = _attack.Attack };
    });

    public void History(QualiaHistory history, EvidenceSeriesList series)
    {
        var points = TraceHistory.Join(history, series);
        Change(view =>
        {
            _trace.Clear();
            foreach (var point in points) _trace.Enqueue(point);
            _traceChanged = true;
            return view;
        });
    }

    public void Hear(LiveEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.AsQualia() is { } qualia) Change(view => Feel(view, qualia));
        else if (happened.AsStanding() is { } standing) Feed(() => _feed.Add(standing));
        else if (happened.AsBan() is { } ban) Feed(() => _feed.Add(ban, time.GetUtcNow()), Say(ban));
        else if (happened.AsPosture() is { } posture) Change(view => Say(Began(view, posture), $"Posture is now {WireName.Of(posture.Level)}, set by {posture.SetBy}"));
    }

    private FleetView Feel(FleetView view, QualiaSnapshot qualia)
    {
        var was = _attack.Attack;
        qualia = _attack.Feel(qualia);
        if (_trace.Count == 0 || _trace.Last().At < qualia.At) _trace.Enqueue(TracePoint.Of(qualia));
        while (_trace.TryPeek(out var oldest) && qualia.At - oldest.At > Quarter) _trace.Dequeue();
        _traceChanged = true;
        view = view with { Qualia = qualia, Attack = _attack.Attack };
        return (was, view.Attack) switch
        {
            (null, not null) => Say(view, "Attack under way"),
            (not null, null) => Say(view, "The attack is over"),
            _ => view,
        };
    }

    /// <summary>The history is read again soon; until then the period that began now stands on top of it.</summary>
    private FleetView Began(FleetView view, PostureSnapshot posture)
    {
        if (view.Postures.Count > 0 && view.Postures[0].Posture.Version >= posture.Version) return view with { Posture = Newer(view.Posture, posture) };
        var returned = view.Postures.Any(period => period.Posture.SetAt >= posture.SetAt);
        var from = returned ? time.GetUtcNow() : posture.SetAt;
        var before = view.Postures.Select((period, i) => i == 0 ? period with { Until = from } : period);
        return view with { Posture = Newer(view.Posture, posture), Postures = [.. before.Take(MaxPostures - 1).Prepend(new PosturePeriod(posture, from, null))] };
    }

    private void Feed(Action add, string? said = null) => Change(view =>
    {
        add();
        _feedChanged = true;
        return said is null ? view : Say(view, said);
    });

    /// <summary>Bans by people are said aloud; what evidence decides would never end.</summary>
    private static string? Say(BanEvent ban) => ban.Ban.Origin != BanOrigin.Manual ? null
        : ban.Move == BanMove.Lifted ? $"{ban.Ban.Address} was lifted by {ban.Actor}" : $"{ban.Ban.Address} was banned by {ban.Actor}";

    private FleetView Say(FleetView view, string text) =>
        view with { Announcements = [.. view.Announcements.TakeLast(MaxAnnouncements - 1), new Announcement(++_announced, text)] };

    private static PostureSnapshot Newer(PostureSnapshot? known, PostureSnapshot told) => known is null || told.Version >= known.Version ? told : known;

    private void Change(Func<FleetView, FleetView> change)
    {
        lock (_gate)
        {
            _view = change(_view);
            _changed = true;
        }
    }
}
