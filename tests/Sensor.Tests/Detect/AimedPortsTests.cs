using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class AimedPortsTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void Those_hit_most_come_first_and_the_first_ones_among_equals()
    {
        var ports = new AimedPorts();
        ports.Told().ShouldBeNull();
        for (ushort port = 1; port <= 20; port++) ports.Hit(port);
        ports.Told().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        ports.Hit(5, 3);
        ports.Hit(8);
        ports.Told().ShouldBe([5, 8, 1, 2, 3, 4, 6, 7]);
        ports.Know(443, 100_000);
        ports.Told().ShouldBe([443, 5, 8, 1, 2, 3, 4, 6]);
        ports.Know(22, 100_000);
        ports.Told().ShouldBe([443, 22, 5, 8, 1, 2, 3, 4]);
    }

    [Fact]
    public void What_was_told_stays_and_is_told_again_until_something_changes()
    {
        var ports = new AimedPorts();
        ports.Hit(22);
        var told = ports.Told();
        ports.Hit(22);
        ports.Told().ShouldBeSameAs(told);
        ports.Hit(80, 5);
        ports.Told().ShouldBe([80, 22]);
        told.ShouldBe([22]);
        ports.Clear();
        ports.Told().ShouldBeNull();
    }

    [Fact]
    public void A_port_scan_tells_the_first_ports_it_tried()
    {
        foreach (var port in (int[])[80, 22, 443, 21, 25, 23, 3306, 8080, 110, 139, 445]) _stage.Tcp(Attacker, 40_000, Server, port, TcpFlags.Syn).Refuse(Server, port, Attacker, 40_000);
        _stage.Of(Attacker, EvidenceKind.PortScan).ShouldNotBeNull().TopPorts.ShouldBe([80, 22, 443, 21, 25, 23, 3306, 8080]);
    }

    [Fact]
    public void A_sweep_tells_the_port_that_it_swept()
    {
        _stage.Tcp(Attacker, 40_000, Server, 9, TcpFlags.Syn);
        for (var host = 1; host <= 20; host++) _stage.Tcp(Attacker, 40_000, $"192.0.2.{host}", 22, TcpFlags.Syn);
        _stage.Wait(3);
        _stage.Of(Attacker, EvidenceKind.HostSweep).ShouldNotBeNull().TopPorts![0].ShouldBe(22);
    }
}
