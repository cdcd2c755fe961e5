using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Tests.Decode;

public class DecodeFaultsTests
{
    [Fact]
    public void Counters_have_kebab_case_names_and_leave_out_what_never_happened()
    {
        var faults = new DecodeFaults();
        faults.Count(DecodeStatus.Ok);
        faults.Count(DecodeStatus.Ipv4BadTotalLength);
        faults.Count(DecodeStatus.Icmpv6Truncated);
        faults.Count(DecodeStatus.Icmpv6Truncated);
        faults[DecodeStatus.Ok].ShouldBe(1);
        faults.NonZero().Select(f => (f.Key, f.Value)).ShouldBe([("ipv4-bad-total-length", 1L), ("icmpv6-truncated", 2L)]);
    }

    [Fact]
    public void The_counters_of_two_rings_add_up()
    {
        var one = new DecodeFaults();
        var other = new DecodeFaults();
        one.Count(DecodeStatus.Land);
        other.Count(DecodeStatus.Land);
        one.Add(other);
        one[DecodeStatus.Land].ShouldBe(2);
    }

    /// <summary>Numbers and names are counters on the wire: add new members at the end of the enum and of this list, change none.</summary>
    [Fact]
    public void Statuses_are_frozen() => Enum.GetValues<DecodeStatus>().Select(s => $"{(int)s} {s}").ShouldBe(
    [
        "0 Ok", "1 NotIp", "2 UnsupportedLink", "3 LinkTruncated", "4 VlanTruncated", "5 VlanTooDeep", "6 ArpTruncated", "7 ArpUnsupported",
        "8 Ipv4Truncated", "9 Ipv4BadVersion", "10 Ipv4BadHeaderLength", "11 Ipv4BadTotalLength", "12 Ipv4OptionsInvalid",
        "13 Ipv4FragmentBeyondEnd", "14 Ipv6Truncated", "15 Ipv6BadVersion", "16 Ipv6BadPayloadLength", "17 Ipv6ExtensionTruncated",
        "18 Ipv6TooManyExtensions", "19 TcpTruncated", "20 TcpBadHeaderLength", "21 TcpOptionInvalid", "22 UdpTruncated", "23 UdpBadLength",
        "24 IcmpTruncated", "25 Icmpv6Truncated", "26 SnapTruncated", "27 Land", "28 Ipv6FragmentBeyondEnd",
        "29 TunnelTooDeep", "30 GreTruncated", "31 GreUnsupported", "32 ErspanTruncated", "33 ErspanBadVersion", "34 GeneveTruncated",
        "35 GeneveBadOptions", "36 MplsTruncated", "37 MplsTooDeep", "38 PppoeTruncated", "39 PppoeBadVersion", "40 PppoeBadLength",
        "41 PppTruncated", "42 FragmentTiny", "43 FragmentBadLength",
    ]);
}
