using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;
using Tegument.Silo.Qualia;
using Tegument.Silo.Tests.Support;

namespace Tegument.Silo.Tests.Qualia;

public sealed class FleetLoadsTests
{
    private readonly FleetLoads _loads = new();
    private readonly Dictionary<string, HostRecordOf> _hosts = [];
    private DateTimeOffset _now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pressure_is_the_load_over_what_each_host_is_used_to()
    {
        Run(minutes: 10, ("web1", 1000), ("web2", 3000));
        PressureSense.Of(Pulse()).ShouldSatisfyAllConditions(p => p.Value.ShouldBe(1, 0.01), p => p.Learning.ShouldBeFalse());
        Run(minutes: 2, ("web1", 13_000), ("web2", 3000));
        var pressure = PressureSense.Of(Pulse());
        pressure.Value.ShouldBe(4, 0.05);
        pressure.Causes.ShouldHaveSingleItem().Name.ShouldBe("web1");
        pressure.Cause.ShouldBe("16000 packets/s where 4000 are usual (4 x) at 2 sensors; furthest above: web1 (13000 packets/s, usually 1000)");
    }

    [Fact]
    public void Nobody_is_under_pressure_while_what_is_usual_is_being_learned()
    {
        PressureSense.Of(Pulse()).ShouldSatisfyAllConditions(p => p.Value.ShouldBe(1), p => p.Learning.ShouldBeTrue(), p => p.Cause.ShouldBe("no host is online"));
        Run(minutes: 3, ("web1", 1000));
        PressureSense.Of(Pulse()).Cause.ShouldBe("learning what is usual: 2 of 5 minutes");
    }

    [Fact]
    public void An_idle_host_that_wakes_up_a_little_is_no_pressure()
    {
        Run(minutes: 10, ("web1", 1));
        Run(minutes: 1, ("web1", 90));
        PressureSense.Of(Pulse()).Value.ShouldBe(1);
    }

    [Fact]
    public void An_agent_that_starts_anew_makes_no_wave()
    {
        Run(minutes: 10, ("web1", 1000));
        _hosts["web1"].Packets = 0;
        Run(minutes: 1, ("web1", 1000));
        PressureSense.Of(Pulse()).Value.ShouldBe(1, 0.02);
    }

    [Fact]
    public void Reports_that_come_together_are_measured_with_the_next()
    {
        Run(minutes: 10, ("web1", 1000));
        for (var i = 0; i < 5; i++) Report("web1", 0);
        Run(minutes: 1, ("web1", 1000));
        PressureSense.Of(Pulse()).Value.ShouldBe(1, 0.02);
    }

    [Fact]
    public void The_enforcing_role_of_a_split_host_counts_no_packets()
    {
        Run(minutes: 10, ("web1", 1000));
        for (var i = 0; i < 20; i++)
        {
            _loads.Report(TestSilo.Report("web1") with { Roles = ["enforce"] }, null, _now);
            Run(seconds: 3, ("web1", 1000));
        }

        PressureSense.Of(Pulse()).Value.ShouldBe(1, 0.02);
    }

    [Fact]
    public void What_is_usual_survives_a_restart()
    {
        Run(minutes: 10, ("web1", 1000));
        var stored = _loads.Report(_hosts["web1"].Report, null, _now);
        var next = new FleetLoads();
        next.Report(_hosts["web1"].Report, stored, _now);
        next.Report(_hosts["web1"].Report with { Packets = _hosts["web1"].Report.Packets + 6000 }, stored, _now.AddSeconds(3));
        PressureSense.Of(next.Pulse([new HostStatus(_hosts["web1"].Report, _now, 0, true)], null, _now)).Value.ShouldBe(2, 0.01);
    }

    [Fact]
    public void A_sensor_that_loses_a_hundredth_of_its_packets_is_blind()
    {
        Run(seconds: 6, ("web1", 990));
        _hosts["web1"].Drops += 29;
        Run(seconds: 3, ("web1", 990));
        Pulse().Blind.Count.ShouldBe(0);
        _hosts["web1"].Drops += 60;
        Run(seconds: 3, ("web1", 990));
        Pulse().Blind.First.ShouldHaveSingleItem().What.ShouldBe("loses 2% of its packets");
        Run(seconds: 3, ("web1", 990));
        Pulse().Blind.Count.ShouldBe(0);
    }

    [Fact]
    public void A_host_tells_its_rates_while_it_is_online()
    {
        Status("web1").ShouldSatisfyAllConditions(s => s.PacketsPerSecond.ShouldBe(0), s => s.DroppedByBansPerSecond.ShouldBe(0));
        for (var i = 0; i < 100; i++)
        {
            (_hosts["web1"].Drops, _hosts["web1"].ByBans) = (_hosts["web1"].Drops + 15, _hosts["web1"].ByBans + 600);
            Run(seconds: 3, ("web1", 1000));
        }

        Status("web1").ShouldSatisfyAllConditions(s => s.PacketsPerSecond.ShouldBe(1000, 1), s => s.DropsPerSecond.ShouldBe(5, 0.1), s => s.DroppedByBansPerSecond.ShouldBe(200, 1));
        Pulse().DroppedPerSecond.ShouldBe(200, 1);
        _now += TimeSpan.FromMinutes(1);
        Status("web1").DroppedByBansPerSecond.ShouldBe(0);
        Pulse().DroppedPerSecond.ShouldBe(0);
    }

    [Fact]
    public void A_kernel_whose_counters_begin_anew_makes_no_wave()
    {
        for (var i = 0; i < 20; i++)
        {
            Run(seconds: 3, ("web1", 1));
            _hosts["web1"].ByBans += 300;
        }

        var before = Pulse().DroppedPerSecond;
        _hosts["web1"].ByBans = 40;
        Run(seconds: 3, ("web1", 1));
        Pulse().DroppedPerSecond.ShouldBe(before);
        _hosts["web1"].ByBans += 300;
        Run(seconds: 3, ("web1", 1));
        Pulse().DroppedPerSecond.ShouldBe(100, 1);
    }

    [Fact]
    public void An_enforcing_host_is_behind_after_half_a_minute_and_an_observing_one_never()
    {
        _hosts["web1"] = new HostRecordOf("web1") { Decided = 10, Enforced = 9 };
        _hosts["web2"] = new HostRecordOf("web2") { Decided = 10, Enforced = 0, Enforcing = false };
        Run(seconds: 27, ("web1", 1), ("web2", 1));
        Pulse().Behind.Count.ShouldBe(0);
        Run(seconds: 6, ("web1", 1), ("web2", 1));
        Pulse().Behind.ShouldSatisfyAllConditions(b => b.Of.ShouldBe(1), b => b.First.ShouldHaveSingleItem().ShouldBe(new HostTrouble("web1", "holds 9 of 10 decided")));
        _hosts["web1"].Enforced = 10;
        Run(seconds: 3, ("web1", 1), ("web2", 1));
        Pulse().Behind.Count.ShouldBe(0);
    }

    [Fact]
    public void An_executor_that_has_not_applied_what_was_due_is_behind()
    {
        _hosts["web1"] = new HostRecordOf("web1") { Applied = new LedgerPosition("a", 0, 7) };
        Run(seconds: 3, ("web1", 1));
        Pulse(new LedgerPosition("a", 0, 7)).Behind.Count.ShouldBe(0);
        Pulse(new LedgerPosition("a", 0, 9)).Behind.First.ShouldHaveSingleItem().What.ShouldBe("applied revision 7 of 9");
        Pulse(new LedgerPosition("b", 0, 1)).Behind.First.ShouldHaveSingleItem().What.ShouldBe("follows another ledger");
    }

    [Fact]
    public void A_host_is_lost_for_a_day_after_it_fell_silent()
    {
        Run(seconds: 3, ("web1", 1), ("web2", 1));
        _now += TimeSpan.FromMinutes(1);
        Report("web2", 1);
        Pulse().Lost.ShouldSatisfyAllConditions(l => (l.Count, l.Of).ShouldBe((1, 2)), l => l.First[0].What.ShouldBe("silent for 60 s"));
        _now += TimeSpan.FromDays(1);
        Report("web2", 1);
        Pulse().Lost.ShouldSatisfyAllConditions(l => (l.Count, l.Of).ShouldBe((0, 1)));
    }

    private HostStatus Status(string name)
    {
        if (!_hosts.ContainsKey(name)) Report(name, 0);
        var host = _hosts[name];
        return _loads.WithRates(new HostStatus(host.Report, host.Heard, (_now - host.Heard).TotalSeconds, _now - host.Heard <= TimeSpan.FromSeconds(15)));
    }

    private FleetPulse Pulse(LedgerPosition? due = null) => _loads.Pulse(
        _hosts.Values.Select(host => new HostStatus(host.Report, host.Heard, (_now - host.Heard).TotalSeconds, _now - host.Heard <= TimeSpan.FromSeconds(15))), due, _now);

    private void Run(int minutes, params (string Host, double Rate)[] hosts) => Run(seconds: minutes * 60.0, hosts);

    private void Run(double seconds, params (string Host, double Rate)[] hosts)
    {
        for (var second = 0; second < seconds; second += 3)
        {
            _now += TimeSpan.FromSeconds(3);
            foreach (var (host, rate) in hosts) Report(host, (long)(rate * 3));
        }
    }

    private void Report(string name, long packets)
    {
        if (!_hosts.TryGetValue(name, out var host)) _hosts[name] = host = new HostRecordOf(name);
        host.Packets += packets;
        host.Heard = _now;
        _loads.Report(host.Report, null, _now);
    }

    private sealed class HostRecordOf(string name)
    {
        public long Packets { get; set; }

        public long Drops { get; set; }

        public long ByBans { get; set; }

        public long Decided { get; set; }

        public long Enforced { get; set; }

        public bool Enforcing { get; set; } = true;

        public LedgerPosition? Applied { get; set; }

        public DateTimeOffset Heard { get; set; }

        public HostReport Report => TestSilo.Report(name) with
        {
            Packets = Packets, KernelDrops = Drops, DroppedByBans = ByBans, Decided = Decided, Enforced = Enforced, Enforcing = Enforcing, Applied = Applied,
        };
    }
}
