using Tegument.Sensor.Capture;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Tests.Capture;

public class PacketRingOptionsTests
{
    public static TheoryData<PacketRingOptions, string> Wrong => new()
    {
        { new PacketRingOptions { BlockBytes = 5000 }, "block bytes 5000 is not a multiple of the page size" },
        { new PacketRingOptions { BlockBytes = 0 }, "block bytes 0 is not" },
        { new PacketRingOptions { BlockCount = 1 }, "block count 1 is below 2" },
        { new PacketRingOptions { BlockCount = 1 << 20 }, "is more than 1073741824" },
        { new PacketRingOptions { RetireMs = 0 }, "retire timeout 0 ms is not between 1 and 1000" },
        { new PacketRingOptions { Interface = "a-name-of-16-bytes" }, "'a-name-of-16-bytes' is not an interface name" },
        { new PacketRingOptions { Interface = "" }, "'' is not an interface name" },
        { new PacketRingOptions { Promiscuous = true }, "promiscuous mode needs one interface" },
    };

    [Fact]
    public void The_defaults_are_valid() => new PacketRingOptions().Validate();

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_option_is_named_before_the_kernel_is_asked(PacketRingOptions options, string message) =>
        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain(message);

    [Fact]
    public void A_capture_without_interfaces_or_with_one_named_twice_is_refused()
    {
        Refusal([]).ShouldBe("cannot capture on nothing: no interface was named");
        Refusal(["eth0", "eth0"]).ShouldBe("cannot capture on eth0: the interface is named twice");
        Refusal(["eth0", "any"]).ShouldBe("cannot capture on any: it stands for every interface, name no other beside it");
    }

    private static string Refusal(string[] interfaces) =>
        Should.Throw<CaptureUnavailableException>(() => LiveCapture.Open(new LiveCaptureOptions { Interfaces = interfaces })).Message;
}
