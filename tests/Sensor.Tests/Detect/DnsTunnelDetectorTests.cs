using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Detect;

public sealed class DnsTunnelDetectorTests
{
    private const string Client = "192.0.2.77";
    private const string Resolver = "192.0.2.53";
    private const string Hex = "0123456789abcdef";
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private readonly Stage _stage = new();
    private readonly Random _random = new(7);

    [Fact]
    public void Names_of_a_type_that_nobody_asks_for_are_a_tunnel()
    {
        for (var i = 0; i < 20; i++) Ask($"{Text(Base32, 20 + (i % 9))}.t.example.org", DnsMessage.Null).Wait(0.2);
        var stream = _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull();
        (stream.Count, stream.Verified, stream.Sample).ShouldBe((1, false, "names under example.org, NULL"));
    }

    [Fact]
    public void Names_full_of_changing_hexadecimal_asked_for_text_are_a_tunnel()
    {
        for (var i = 0; i < 60; i++) Ask($"{Text(Hex, 18 + (i * 7 % 42))}.c2.example.org", DnsMessage.Txt).Wait(0.5);
        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull().Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void A_file_that_leaves_in_names_asked_for_addresses_is_a_tunnel()
    {
        for (var i = 0; i < 60; i++) Ask($"{Text(Base64, 60)}.{Text(Base64, 30 + (i % 20))}.x.example.co.uk").Wait(0.3);
        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull().Sample.ShouldBe("names under example.co.uk, A");
    }

    [Fact]
    public void Large_texts_for_short_new_names_are_a_tunnel()
    {
        for (var i = 0; i < 40; i++)
        {
            var name = $"{Text(Base32, 16)}.download.example.org";
            Ask(name, DnsMessage.Txt);
            Send(Resolver, 53, Client, 40_000, DnsMessage.Answer(name, DnsMessage.Txt, 900)).Wait(0.2);
        }

        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull();
    }

    [Fact]
    public void A_fast_tunnel_is_told_burst_by_burst()
    {
        for (var i = 0; i < 15_000; i++) Ask($"{Text(Base32, 63)}.{Text(Base32, 63)}.{Text(Base32, 40 + (i % 20))}.t.example.org", DnsMessage.Txt).Wait(0.002);
        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull().Count.ShouldBe(6);
    }

    [Fact]
    public void A_tunnel_over_tcp_is_seen_as_well()
    {
        for (var i = 0; i < 30; i++)
        {
            var message = DnsMessage.Question($"{Text(Base32, 40 + (i % 15))}.t.example.org", DnsMessage.Txt);
            byte[] segment = [(byte)(message.Length >> 8), (byte)message.Length, .. message];
            _stage.Send(PacketBuilder.Ethernet().IPv4(Client, Resolver).Tcp(40_000, 53, TcpFlags.Ack | TcpFlags.Psh).Payload(segment).Build()).Wait(0.2);
        }

        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldNotBeNull();
    }

    [Fact]
    public void One_name_that_can_only_be_data_is_noted_once()
    {
        for (var i = 0; i < 10; i++) Ask($"H4sICN03{Text(Base64, 50)}+=.4S2FgAAAA==-.example{i}.org").Wait(1);
        var query = _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsQuery).ShouldNotBeNull();
        query.Count.ShouldBe(1);
        _stage.Of(Client, EvidenceKind.DnsTunnel, Techniques.DnsStream).ShouldBeNull();
    }

    [Fact]
    public void This_host_tunnelling_out_is_an_incident_on_it_and_accuses_nobody()
    {
        var stage = new Stage(live: true);
        for (var i = 0; i < 20; i++) stage.Send(Datagram(Client, 40_000, Resolver, 53, DnsMessage.Question($"{Text(Base32, 30)}.t.example.org", DnsMessage.Null)), outgoing: true).Wait(0.1);
        var incident = stage.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Technique, incident.Target, incident.Port).ShouldBe((EvidenceKind.DnsTunnel, Techniques.DnsStream, IpKey.Parse(Client), 53));
        stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_forwarded_question_that_is_seen_twice_counts_once()
    {
        var (once, twice) = (new Stage(live: true), new Stage(live: true));
        for (var i = 0; i < 7; i++)
        {
            var frame = Datagram(Client, 40_000, Resolver, 53, DnsMessage.Question($"{Text(Base32, 30)}.t.example.org", DnsMessage.Null));
            once.Send(frame);
            twice.Send(frame).Send(frame, outgoing: true);
        }

        once.Evidence.ShouldBeEmpty();
        twice.Evidence.ShouldBeEmpty();
        twice.Incidents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{hex32}.avqs.vendor.example")]
    [InlineData("{hex40}.hash.filter.example")]
    [InlineData("{uuid}.telemetry.vendor.example")]
    [InlineData("d{b32-13}.contentnet.example")]
    [InlineData("{b32-32}.dkim.mailer.example")]
    [InlineData("{digits}.{digits}.{digits}.{digits}.listkey7fdc2b4sa3q2w.block.example")]
    [InlineData("e{digits}.dsc{digit}.static-content-delivery.example")]
    [InlineData("{words}-{digits}.us-east-1.elb.cloud.example")]
    [InlineData("_ldap._tcp.{words}._sites.dc._msdcs.corp.example")]
    [InlineData("{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.{digit}.ip6.arpa")]
    [InlineData("{words}.{words}.{words}.cluster.local")]
    public void Names_that_innocent_software_asks_in_hundreds_are_no_tunnel(string pattern)
    {
        foreach (var type in (int[])[DnsMessage.A, DnsMessage.Txt, 28])
            for (var i = 0; i < 600; i++) Ask(Filled(pattern), type).Wait(0.05);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_long_name_again_and_again_is_no_tunnel()
    {
        var name = $"{Text(Base64, 60)}.{Text(Base64, 44)}.x.example.org";
        for (var i = 0; i < 500; i++) Ask(name, DnsMessage.Txt).Wait(0.2);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_resolver_that_asks_for_everybody_is_no_tunnel()
    {
        string[] patterns = ["{hex32}.avqs.vendor{digit}.example", "{words}.{words}-{digits}.site{digits}.example", "{uuid}.metrics{digit}.example", "{b32-32}._domainkey.mailer{digit}.example", "www.{words}.example", "mail.{words}.example", "{words}-{b32-13}.elb.cloud.example"];
        for (var i = 0; i < 5000; i++) Ask(Filled(patterns[i % patterns.Length]), i % patterns.Length == 3 ? DnsMessage.Txt : DnsMessage.A).Wait(0.01);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Names_beyond_reading_are_passed_over()
    {
        byte[] header = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        byte[][] names =
        [
            [0xC0, 12, 0, 10, 0, 1],
            [40, .. new byte[40], 0xC0, 12, 0, 10, 0, 1],
            [63, .. new byte[63], 63, .. new byte[63], 63, .. new byte[63], 63, .. new byte[63], 63, .. new byte[63], 0, 0, 10, 0, 1],
            [0x80, 1, 2, 3, 0, 0, 10, 0, 1],
            [63, 1, 2, 3],
            [],
        ];
        for (var i = 0; i < 50; i++)
            foreach (var name in names) Send(Client, 40_000, Resolver, 53, [.. header, .. name]);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Every_prefix_and_any_change_of_a_message_is_read_without_harm_or_memory()
    {
        var message = DnsMessage.Question($"{Text(Base64, 60)}.{Text(Base64, 30)}.x.example.org", DnsMessage.Null);
        var frames = new List<byte[]>();
        for (var length = 0; length <= message.Length; length++) frames.Add(Datagram(Client, 40_000, Resolver, 53, message[..length]));
        for (var i = 0; i < 4000; i++)
        {
            var changed = (byte[])message.Clone();
            for (var n = 0; n < 3; n++) changed[_random.Next(changed.Length)] = (byte)_random.Next(256);
            frames.Add(Datagram($"10.0.{i / 250}.{i % 250}", 40_000, Resolver, 53, changed));
        }

        foreach (var frame in frames) _stage.Send(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
        {
            var sent = new Frame { Bytes = frame, Timestamp = 1_700_000_000_000_000_000, WireLength = frame.Length, Link = LinkType.Ethernet };
            _stage.Core.Observe(in sent);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 18, "incidents alone allocate");
    }

    private Stage Ask(string name, int type = DnsMessage.A) => Send(Client, 40_000, Resolver, 53, DnsMessage.Question(name, type));

    private Stage Send(string from, int fromPort, string to, int toPort, byte[] message) => _stage.Send(Datagram(from, fromPort, to, toPort, message));

    private static byte[] Datagram(string from, int fromPort, string to, int toPort, byte[] message) =>
        PacketBuilder.Ethernet().IPv4(from, to).Udp(fromPort, toPort).Payload(message).Build();

    private string Text(string alphabet, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[_random.Next(alphabet.Length)]));

    private string Filled(string pattern)
    {
        string[] words = ["mail", "gateway", "production", "customer", "inventory", "static", "frankfurt", "payments", "api", "internal", "reporting", "legacy", "web", "shop"];
        var text = pattern.Replace("{hex32}", Text(Hex, 32), StringComparison.Ordinal).Replace("{hex40}", Text(Hex, 40), StringComparison.Ordinal)
            .Replace("{b32-13}", Text(Base32, 13), StringComparison.Ordinal).Replace("{b32-32}", Text(Base32, 32), StringComparison.Ordinal)
            .Replace("{uuid}", $"{Text(Hex, 8)}-{Text(Hex, 4)}-4{Text(Hex, 3)}-a{Text(Hex, 3)}-{Text(Hex, 12)}", StringComparison.Ordinal);
        while (text.Contains("{words}", StringComparison.Ordinal)) text = First(text, "{words}", string.Join('-', Enumerable.Range(0, 3).Select(_ => words[_random.Next(words.Length)])));
        while (text.Contains("{digits}", StringComparison.Ordinal)) text = First(text, "{digits}", _random.Next(1, 255).ToString(System.Globalization.CultureInfo.InvariantCulture));
        while (text.Contains("{digit}", StringComparison.Ordinal)) text = First(text, "{digit}", _random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return text;
    }

    private static string First(string text, string what, string by)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + what.Length));
    }
}
