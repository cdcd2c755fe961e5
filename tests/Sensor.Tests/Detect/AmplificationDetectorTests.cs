using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Tests.Support.Packets;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect;

public sealed class AmplificationDetectorTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void Few_large_answers_weigh_as_much_as_many_small_ones()
    {
        for (var i = 0; i < 200; i++) Answer(i, 1400).Wait(0.004);
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target).ShouldBe((EvidenceKind.Amplification, "dns", IpKey.Parse(Server)));
        _stage.Evidence.ShouldBeEmpty("reflectors are victims themselves");
    }

    [Fact]
    public void So_few_small_answers_are_no_flood()
    {
        for (var i = 0; i < 200; i++) Answer(i, 100).Wait(0.004);
        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Trailing_fragments_of_the_same_reflectors_count_with_their_answers()
    {
        for (var i = 0; i < 100; i++)
        {
            Answer(i, 600);
            for (var n = 1; n <= 2; n++) _stage.Send(Fragment(i, n * 1400, 1400));
            _stage.Wait(0.008);
        }

        _stage.Wait(120);
        _stage.Incidents.ShouldHaveSingleItem().Packets.ShouldBeGreaterThan(200);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_single_reflector_that_floods_is_an_incident_and_no_more()
    {
        for (var i = 0; i < 9000; i++) _stage.Udp("203.0.113.53", 53, Server, 9999, 100).Wait(0.0003);
        _stage.Incidents.ShouldHaveSingleItem().Technique.ShouldBe("dns");
        _stage.Evidence.ShouldBeEmpty("its address may be forged, and a resolver is never banned for answers");
    }

    [Fact]
    public void Answers_that_were_asked_for_are_no_amplification()
    {
        for (var i = 0; i < 4000; i++)
        {
            _stage.Udp(Server, 20_000 + i, Reflector(i), 53, 40);
            Answer(i, 1400, 20_000 + i).Wait(0.001);
        }

        _stage.Incidents.ShouldBeEmpty();
        _stage.Evidence.ShouldBeEmpty();
    }

    private static string Reflector(int i) => $"198.18.{i % 40}.53";

    private Stage Answer(int i, int bytes, int port = 33_333) => _stage.Udp(Reflector(i), 53, Server, port, bytes);

    private static byte[] Fragment(int i, int offset, int length) =>
        PacketBuilder.Ethernet().IPv4(Reflector(i), Server, new Ipv4Fields { FragmentOffset = offset, MoreFragments = true, Protocol = 17, Id = (ushort)(1000 + (i * 2) + (offset / 1400)) }).Payload(length).Build();
}
