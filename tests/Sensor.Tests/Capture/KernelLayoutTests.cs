using System.Runtime.InteropServices;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>Sizes and offsets as linux/if_packet.h, net/if.h, poll.h and time.h have them on 64-bit systems.</summary>
public class KernelLayoutTests
{
    [Fact]
    public void Structures_shared_with_the_kernel_have_its_sizes()
    {
        Marshal.SizeOf<RingRequest>().ShouldBe(28);
        Marshal.SizeOf<BlockHeader>().ShouldBe(48);
        Marshal.SizeOf<PacketHeader>().ShouldBe(48);
        // The kernel's is 20 bytes; ours ends in eight address bytes and is padded. Only the first 20 are ever read or written.
        Marshal.OffsetOf<SockAddrLinkLayer>(nameof(SockAddrLinkLayer.AddressLength)).ShouldBe(11);
        Marshal.SizeOf<RingCounters>().ShouldBe(12);
        Marshal.SizeOf<PacketMembership>().ShouldBe(16);
        Marshal.SizeOf<InterfaceRequest>().ShouldBe(40);
        Marshal.SizeOf<PollDescriptor>().ShouldBe(8);
        Marshal.SizeOf<TimeSpec>().ShouldBe(16);
    }

    [Theory]
    [InlineData(nameof(BlockHeader.Status), 8)]
    [InlineData(nameof(BlockHeader.PacketCount), 12)]
    [InlineData(nameof(BlockHeader.OffsetToFirst), 16)]
    [InlineData(nameof(BlockHeader.Length), 20)]
    [InlineData(nameof(BlockHeader.Sequence), 24)]
    public void A_block_header_has_its_fields_where_the_kernel_has_them(string field, int offset) => Marshal.OffsetOf<BlockHeader>(field).ShouldBe(offset);

    [Theory]
    [InlineData(nameof(PacketHeader.NextOffset), 0)]
    [InlineData(nameof(PacketHeader.Seconds), 4)]
    [InlineData(nameof(PacketHeader.Nanoseconds), 8)]
    [InlineData(nameof(PacketHeader.SnapLength), 12)]
    [InlineData(nameof(PacketHeader.Length), 16)]
    [InlineData(nameof(PacketHeader.Status), 20)]
    [InlineData(nameof(PacketHeader.Mac), 24)]
    [InlineData(nameof(PacketHeader.VlanTag), 32)]
    [InlineData(nameof(PacketHeader.VlanType), 36)]
    public void A_packet_header_has_its_fields_where_the_kernel_has_them(string field, int offset) => Marshal.OffsetOf<PacketHeader>(field).ShouldBe(offset);

    [Theory]
    [InlineData(nameof(SockAddrLinkLayer.Protocol), 2)]
    [InlineData(nameof(SockAddrLinkLayer.InterfaceIndex), 4)]
    [InlineData(nameof(SockAddrLinkLayer.HardwareType), 8)]
    [InlineData(nameof(SockAddrLinkLayer.PacketType), 10)]
    public void A_link_address_has_its_fields_where_the_kernel_has_them(string field, int offset) => Marshal.OffsetOf<SockAddrLinkLayer>(field).ShouldBe(offset);
}
