using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect;

public sealed class ArpSpoofDetectorTests
{
    private const string Gateway = "192.0.2.1";
    private const string Victim = "192.0.2.10";
    private const string Other = "192.0.2.77";
    private const ulong GatewayMac = 0x00_26_0B_31_07_33;
    private const ulong VictimMac = 0x00_21_70_C0_56_F0;
    private const ulong ForgerMac = 0x00_25_B3_BF_91_EE;
    private const ulong Everybody = 0xFF_FF_FF_FF_FF_FF;
    private const byte Ask = 1;
    private const byte Answer = 2;
    private readonly Stage _stage = new();

    [Fact]
    public void Unasked_answers_again_and_again_name_the_forgers_hardware_address()
    {
        Resolve();
        _stage.Wait(2);
        for (var i = 0; i < 5; i++) Tell(ForgerMac).Wait(2);
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target, incident.Mac).ShouldBe((EvidenceKind.Anomaly, Techniques.ArpSpoof, IpKey.Parse(Gateway), "00:25:b3:bf:91:ee"));
        incident.Packets.ShouldBe(5);
        _stage.Evidence.ShouldBeEmpty("a hardware address is accused, no address is banned");
    }

    [Fact]
    public void A_forger_who_was_there_before_us_is_named_too()
    {
        for (var i = 0; i < 4; i++) Tell(ForgerMac).Wait(1);
        _stage.Incidents.ShouldHaveSingleItem().Mac.ShouldBe("00:25:b3:bf:91:ee");
    }

    [Fact]
    public void Two_unasked_answers_against_an_owner_who_still_speaks_are_enough()
    {
        Resolve();
        _stage.Wait(2);
        Tell(ForgerMac).Wait(1);
        Tell(ForgerMac).Wait(1);
        _stage.Incidents.ShouldBeEmpty();
        _stage.Send(Frame(Ask, GatewayMac, Gateway, Other, Everybody));
        _stage.Incidents.ShouldHaveSingleItem().Mac.ShouldBe("00:25:b3:bf:91:ee");
    }

    [Fact]
    public void Whoever_claimed_an_address_unasked_and_then_asks_for_it_is_a_forger()
    {
        Tell(ForgerMac).Wait(10);
        _stage.Send(Frame(Ask, ForgerMac, "192.0.2.105", Gateway, Everybody));
        _stage.Incidents.ShouldHaveSingleItem().Mac.ShouldBe("00:25:b3:bf:91:ee");
    }

    [Fact]
    public void Announcements_against_an_owner_who_answers_each_of_them_are_a_spoof()
    {
        Resolve();
        for (var i = 0; i < 4; i++)
        {
            _stage.Send(Frame(Ask, ForgerMac, Gateway, Gateway, Everybody)).Wait(1);
            Resolve();
        }

        _stage.Incidents.ShouldHaveSingleItem().Mac.ShouldBe("00:25:b3:bf:91:ee");
    }

    [Fact]
    public void Live_our_own_question_is_known_and_our_own_answers_accuse_nobody()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 20; i++)
        {
            stage.Send(Frame(Ask, VictimMac, Victim, Gateway, Everybody), outgoing: true).Send(Frame(Answer, GatewayMac, Gateway, Victim, VictimMac));
            stage.Send(Frame(Answer, VictimMac, Victim, Gateway, GatewayMac), outgoing: true).Wait(5);
        }

        stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_failover_that_announces_itself_is_no_spoof()
    {
        for (var i = 0; i < 4; i++)
        {
            Resolve(i % 2 == 0 ? GatewayMac : ForgerMac);
            _stage.Wait(40);
            for (var n = 0; n < 5; n++) _stage.Send(Frame(n % 2 == 0 ? Answer : Ask, i % 2 == 0 ? ForgerMac : GatewayMac, Gateway, Gateway, Everybody));
            _stage.Wait(1);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0x00_00_5E_00_01_0AUL)]
    [InlineData(0x00_00_0C_07_AC_01UL)]
    [InlineData(0x00_00_0C_9F_F0_01UL)]
    public void Routers_that_share_a_virtual_address_are_no_spoof(ulong shared)
    {
        for (var i = 0; i < 20; i++)
        {
            Resolve(shared);
            // Its own questions bear the router's real card.
            _stage.Send(Frame(Ask, GatewayMac, Gateway, Other, Everybody)).Send(Frame(Answer, shared, Gateway, Gateway, Everybody)).Wait(1);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_router_that_answers_for_others_is_no_spoof()
    {
        for (var i = 1; i < 60; i++)
        {
            var other = $"192.0.2.{i + 100}";
            _stage.Send(Frame(Ask, VictimMac, Victim, other, Everybody)).Send(Frame(Answer, GatewayMac, other, Victim, VictimMac));
            _stage.Send(Frame(Ask, GatewayMac, Gateway, other, Everybody)).Wait(0.2);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_lease_that_goes_to_another_machine_is_no_spoof()
    {
        for (var i = 0; i < 10; i++)
        {
            var mac = VictimMac + (ulong)i;
            _stage.Send(Frame(Ask, mac, "0.0.0.0", Other, Everybody)).Wait(1);
            _stage.Send(Frame(Ask, mac, Other, Other, Everybody)).Wait(1);
            _stage.Send(Frame(Ask, mac, Other, Gateway, Everybody)).Send(Frame(Answer, GatewayMac, Gateway, Other, mac)).Wait(100);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_bond_that_moves_its_clients_to_another_card_in_a_burst_is_no_spoof()
    {
        Resolve();
        for (var i = 0; i < 8; i++) Tell(GatewayMac + 1).Wait(0.04);
        Resolve();
        _stage.Wait(300);
        for (var i = 0; i < 8; i++) Tell(GatewayMac).Wait(0.04);
        Resolve();
        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_storm_of_strangers_costs_memory_no_more_than_its_table()
    {
        for (var i = 0; i < 20_000; i++) _stage.Send(Frame(Ask, ForgerMac, $"10.{i / 65536}.{i / 256 % 256}.{i % 256}", Gateway, Everybody));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = Frame(Answer, ForgerMac, Other, Victim, VictimMac);
        var built = GC.GetAllocatedBytesForCurrentThread() - before;
        _stage.Send(frame);
        (GC.GetAllocatedBytesForCurrentThread() - before - built).ShouldBe(0);
        _stage.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_false_neighbour_advertisement_is_named_as_well()
    {
        for (var i = 0; i < 5; i++) _stage.Send(Advertisement(solicited: false, ForgerMac)).Wait(2);
        var incident = _stage.Incidents.ShouldHaveSingleItem();
        (incident.Technique, incident.Target, incident.Mac).ShouldBe((Techniques.NdSpoof, IpKey.Parse("fe80::1"), "00:25:b3:bf:91:ee"));
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Advertisements_that_were_asked_for_are_no_spoof()
    {
        for (var i = 0; i < 20; i++)
        {
            byte[] solicitation = [0, 0, 0, 0, .. Target, 1, 1, .. Mac(VictimMac)];
            _stage.Send(PacketBuilder.Ethernet(VictimMac, 0x3333_FF00_0001).IPv6("fe80::10", "ff02::1:ff00:1", 255).Icmpv6(135, 0).Payload(solicitation[4..]).Build());
            _stage.Send(Advertisement(solicited: true, GatewayMac)).Wait(3);
        }

        _stage.Incidents.ShouldBeEmpty();
    }

    private static byte[] Target => [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    private static byte[] Mac(ulong mac) => [.. BitConverter.GetBytes(mac).Reverse().Skip(2)];

    private static byte[] Advertisement(bool solicited, ulong mac) =>
        PacketBuilder.Ethernet(mac, VictimMac).IPv6("fe80::1", "fe80::10", 255).Icmpv6(136, 0, solicited ? 0x6000_0000u : 0x2000_0000u).Payload([.. Target, 2, 1, .. Mac(mac)]).Build();

    // The victim asks for its gateway and is answered.
    private void Resolve(ulong by = GatewayMac) =>
        _stage.Send(Frame(Ask, VictimMac, Victim, Gateway, Everybody)).Send(Frame(Answer, by, Gateway, Victim, VictimMac));

    // "The gateway is here", to the victim alone.
    private Stage Tell(ulong mac) => _stage.Send(Frame(Answer, mac, Gateway, Victim, VictimMac));

    private static byte[] Frame(byte operation, ulong mac, string sender, string target, ulong to) =>
        PacketBuilder.Ethernet(mac, to).Arp(operation, sender, target, mac).Build();
}
