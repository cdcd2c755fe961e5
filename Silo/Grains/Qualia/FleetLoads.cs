using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;

namespace Tegument.Silo.Qualia;

/// <summary>The loads of all hosts, added up. Owned by the fleet grain; as many as it has hosts.</summary>
internal sealed class FleetLoads
{
    /// <summary>A host with less is idle: fewer packets than these are nobody's load, and count as so many.</summary>
    public const double IdleLoad = 100;

    /// <summary>What an executor may take to do what was decided before it counts as behind.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A host silent for longer was taken away, not lost.</summary>
    private static readonly TimeSpan LostFor = TimeSpan.FromDays(1);

    private const int MaxBusiest = 3;

    private readonly Dictionary<string, HostLoad> _loads = new(StringComparer.Ordinal);

    /// <summary>Takes a report in; answers what is usual for the host now, to be stored with it.</summary>
    public UsualLoad? Report(HostReport report, UsualLoad? stored, DateTimeOffset now)
    {
        if (!_loads.TryGetValue(report.Host, out var load))
        {
            _loads[report.Host] = load = new HostLoad();
            load.Restore(stored);
        }

        load.Report(report, now);
        return load.Usual;
    }

    /// <summary>The status of an online host with its rates; of any other as it is.</summary>
    public HostStatus WithRates(HostStatus status)
    {
        if (!status.Online || _loads.GetValueOrDefault(status.Report.Host) is not { } load) return status;
        return status with
        {
            PacketsPerSecond = Math.Round(load.PacketsPerSecond ?? 0, 1),
            DropsPerSecond = Math.Round(load.DropsPerSecond, 1),
            DroppedByBansPerSecond = Math.Round(load.DroppedByBansPerSecond, 1),
        };
    }

    public void Forget(string host) => _loads.Remove(host);

    public FleetPulse Pulse(IEnumerable<HostStatus> hosts, LedgerPosition? due, DateTimeOffset now)
    {
        var sum = new FleetSum();
        foreach (var status in hosts)
        {
            sum.Hosts++;
            if (status.Online)
            {
                Add(sum, status.Report, _loads.GetValueOrDefault(status.Report.Host), due, now);
                sum.Lost.Of++;
            }
            else if (now - status.LastSeen < LostFor)
            {
                sum.Lost.Of++;
                sum.Lost.Add(status.Report.Host, FormattableString.Invariant($"silent for {(now - status.LastSeen).TotalSeconds:0} s"));
            }
        }

        return sum.Pulse();
    }

    private static void Add(FleetSum sum, HostReport report, HostLoad? load, LedgerPosition? due, DateTimeOffset now)
    {
        sum.Online++;
        sum.Trouble.Of++;
        if (!string.IsNullOrEmpty(report.Stale)) sum.Trouble.Add(report.Host, report.Stale);
        if (load is null) return;
        sum.DroppedPerSecond += load.DroppedByBansPerSecond;
        if (report.Enforcing)
        {
            sum.Behind.Of++;
            if (load.Behind(report, due, now, Patience) is { } why) sum.Behind.Add(report.Host, why);
        }

        if (load.PacketsPerSecond is not { } packets) return;
        sum.Blind.Of++;
        if (load.IsBlind) sum.Blind.Add(report.Host, FormattableString.Invariant($"loses {load.Lost:0.#%} of its packets"));
        sum.PacketsPerSecond += packets;
        if (load.Usual is { } usual) sum.Measure(report.Host, packets, usual);
        else sum.LearnedMinutes = Math.Max(sum.LearnedMinutes, load.LearnedMinutes);
    }

    private sealed class FleetSum
    {
        private readonly List<HostLoadView> _busiest = [];
        private int _measured;
        private double _load;
        private double _usual;
        private double _low;
        private double _high;

        public int Hosts { get; set; }

        public int Online { get; set; }

        public double PacketsPerSecond { get; set; }

        public double DroppedPerSecond { get; set; }

        public int LearnedMinutes { get; set; }

        public TroubleList Blind { get; } = new();

        public TroubleList Behind { get; } = new();

        public TroubleList Trouble { get; } = new();

        public TroubleList Lost { get; } = new();

        public void Measure(string host, double packets, UsualLoad usual)
        {
            _measured++;
            _load += Math.Max(packets, IdleLoad);
            _usual += Math.Max(usual.Median, IdleLoad);
            _low += Math.Max(usual.Low, IdleLoad);
            _high += Math.Max(usual.High, IdleLoad);
            var excess = Excess(packets, usual.Median);
            if (excess <= 0) return;
            var at = _busiest.FindIndex(other => Excess(other.PacketsPerSecond, other.Usual) < excess);
            if (at < 0 && _busiest.Count >= MaxBusiest) return;
            _busiest.Insert(at < 0 ? _busiest.Count : at, new HostLoadView(host, packets, usual.Median));
            if (_busiest.Count > MaxBusiest) _busiest.RemoveAt(MaxBusiest);
        }

        public FleetPulse Pulse() => new(
            Hosts, Online, PacketsPerSecond, _measured, _load, _usual, _low, _high, LearnedMinutes, [.. _busiest],
            Blind.Done(), Behind.Done(), Trouble.Done(), Lost.Done(), DroppedPerSecond);

        private static double Excess(double packets, double usual) => Math.Max(packets, IdleLoad) - Math.Max(usual, IdleLoad);
    }

    private sealed class TroubleList
    {
        private readonly List<HostTrouble> _first = [];
        private int _count;

        public int Of { get; set; }

        public void Add(string host, string what)
        {
            if (_count++ < HostTroubles.MaxFirst) _first.Add(new HostTrouble(host, what));
        }

        public HostTroubles Done() => new(_count, Of, [.. _first]);
    }
}
