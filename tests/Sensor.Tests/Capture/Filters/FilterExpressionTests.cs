using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Capture.Filters;

public sealed class FilterExpressionTests
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  ", "it is empty")]
    [InlineData("tcp prt 80", "syntax error")]
    [InlineData("port 99999", "99999")]
    [InlineData("host 10.0.0.300", "10.0.0.300")]
    [InlineData("tcp\0udp", "zero character")]
    [InlineData("ip broadcast", "netmask")]
    [InlineData("ip6 protochain 6", "loop")]
    [InlineData("inbound", "only a live capture knows")]
    [InlineData("(tcp", "syntax error")]
    public void A_bad_expression_is_one_line_with_the_expression_and_the_reason(string expression, string reason)
    {
        var line = Should.Throw<CaptureFilterException>(() => new FileFilter(new CaptureFilter(expression)).CheckUnused()).Message;
        line.ShouldStartWith($"--filter '{expression.Replace('\0', '·')}': ");
        line.ShouldContain(reason);
        line.ShouldNotContain("\n");
    }

    [Fact]
    public void An_expression_of_another_link_layer_is_refused_when_that_layer_is_met()
    {
        var filter = new FileFilter(new CaptureFilter("ether host 02:00:00:00:00:01"));
        var frame = new Frame { Bytes = PacketBuilder.Raw().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Build(), Timestamp = 0, WireLength = 28, Link = LinkType.Raw };
        CaptureFilterException? refused = null;
        try
        {
            filter.Passes(in frame);
        }
        catch (CaptureFilterException e)
        {
            refused = e;
        }

        refused.ShouldNotBeNull().Message.ShouldContain("ethernet");
    }

    [Fact]
    public void Each_link_layer_of_a_file_has_a_program_of_its_own_and_unknown_ones_never_pass()
    {
        var filter = new FileFilter(new CaptureFilter("udp dst port 7"));
        byte[] ethernet = PacketBuilder.Ethernet().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 7).Build();
        Passes(filter, ethernet, LinkType.Ethernet).ShouldBeTrue();
        Passes(filter, ethernet, LinkType.Raw).ShouldBeFalse();
        Passes(filter, ethernet[14..], LinkType.Raw).ShouldBeTrue();
        Passes(filter, ethernet, LinkType.Unsupported).ShouldBeFalse();
        Passes(filter, ethernet, LinkType.Ethernet).ShouldBeTrue();
    }

    [Fact]
    public void Every_prefix_of_a_frame_is_judged_without_an_error()
    {
        var filter = new FileFilter(new CaptureFilter("tcp dst port 80 and tcp[12] > 0 or ip6[40 + ip6[4]] = 1 or len > 5000"));
        byte[] whole = PacketBuilder.Ethernet().IPv4("10.0.0.1", "10.0.0.2").Tcp(1, 80, 2).Build();
        for (var length = 0; length < whole.Length; length++) Passes(filter, whole[..length], LinkType.Ethernet).ShouldBe(length >= 47);
        Passes(filter, whole, LinkType.Ethernet).ShouldBeTrue();
    }

    private static bool Passes(FileFilter filter, byte[] bytes, LinkType link)
    {
        var frame = new Frame { Bytes = bytes, Timestamp = 0, WireLength = bytes.Length, Link = link };
        return filter.Passes(in frame);
    }
}
