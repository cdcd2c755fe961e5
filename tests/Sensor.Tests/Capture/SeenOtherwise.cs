namespace Tegument.Sensor.Tests.Capture;

/// <summary>Captures whose layers we see otherwise than tshark, with what we see: network layers, transports, fragments.</summary>
internal static class SeenOtherwise
{
    public static IReadOnlyDictionary<string, string> Layers { get; } = new Dictionary<string, string>
    {
        // Where the inner packet has no transport (a Teredo bubble, ARP in VXLAN), tshark's count falls back on the tunnel's own UDP.
        ["encap-teredo.pcap"] = "ip=74 ipv6=4 / icmpv6=3 tcp=33 udp=41 / 0",
        ["encap-vxlan.pcap"] = "arp=2 ip=8 / icmp=8 / 0",

        // tshark knows VXLAN by its assigned port alone.
        ["encap-vxlan-port-8472.pcap"] = "arp=2 ip=8 / icmp=8 / 0",

        // The third frame claims loopback but has a Cisco HDLC header.
        ["l2-null-loopback.pcap"] = "ip=1 ipv6=1 / tcp=1 udp=1 / 0",

        // Links and protocols that we do not enter: frame relay, MACsec, L2TP, GTP (whose UDP we see).
        ["mal-ndpi-tls_invalid_reads.pcap"] = "ip=12 / tcp=9 udp=3 / 0",
        ["mal-tcpdump-icmp-icmp_print-oobr-2.pcap"] = " /  / 0",
        ["mal-tcpdump-l2tp-avp-overflow.pcap"] = "ip=18 / udp=18 / 0",
        ["mal-tcpdump-macsec-short-longer.pcap"] = " /  / 0",
        ["mal-tcpdump-macsec-short-valid.pcap"] = " /  / 0",
        ["mal-tcpdump-vrrp-vrrp_print-oobr.pcap"] = " /  / 0",

        // Fragments lie over one another: we throw the datagram away, tshark puts it together.
        ["frag-zeek-4.pcap"] = "ip=6 / tcp=2 / 4",
        ["mal-suricata-v6-frag-1.pcap"] = "ipv6=13 / icmpv6=9 / 4",
        ["mal-suricata-v6-frag-17.pcap"] = "ipv6=13 / icmpv6=9 / 4",
        ["mal-suricata-v6-frag-2.pcap"] = "ipv6=11 / icmpv6=7 / 4",
        ["mal-suricata-v6-frag-29.pcap"] = "ipv6=10 / icmpv6=7 / 3",
        ["mal-suricata-v6-frag-4.pcap"] = "ipv6=13 / icmpv6=9 / 4",
        ["mal-suricata-v6-frag-7.pcap"] = "ipv6=10 / icmpv6=7 / 3",

        // tshark also counts atomic fragments, those quoted inside ICMP errors and those behind a fault; and where a first fragment has a
        // length that it must not have, we name the transport all the same.
        ["flood-icmpv6-fragments-hbh.pcap"] = "ipv6=6000 / icmpv6=5999 udp=1 / 5986",
        ["mal-suricata-v6-frag-11.pcap"] = "ipv6=11 / icmpv6=10 / 0",
        ["mal-suricata-v6-frag-15.pcap"] = "ipv6=64 / icmpv6=11 / 54",
        ["mal-suricata-v6-frag-23.pcap"] = "ipv6=11 / icmpv6=8 / 3",
        ["mal-suricata-v6-frag-25.pcap"] = "ipv6=10 / icmpv6=9 tcp=1 / 0",
        ["mal-suricata-v6-frag-27.pcap"] = "ipv6=10 / icmpv6=8 / 2",
        ["mal-suricata-v6-frag-30.pcap"] = "ipv6=56 / icmpv6=8 / 48",
        ["mal-suricata-v6-frag-32.pcap"] = "ipv6=58 / icmpv6=11 / 48",
        ["mal-suricata-v6-frag-35.pcap"] = "ipv6=14 / icmpv6=11 / 4",
        ["mal-suricata-v6-frag-9.pcap"] = "ipv6=11 / icmpv6=9 udp=2 / 0",
        ["mal-tcpdump-ip6_frag_asan.pcap"] = "ipv6=1 /  / 0",
        ["mal-tcpdump-ip_ts_opts_asan.pcap"] = "ip=1 / icmp=1 / 0",
        ["mal-tcpdump-isakmpv1-attr-oobr.pcap"] = "ip=1 / udp=1 / 0",
        ["mal-tcpdump-olsr-oobr-1.pcap"] = "ip=4 / udp=4 / 0",
        ["mal-tcpdump-radius_attr_asan.pcap"] = "ip=1 / udp=1 / 0",
        ["mal-tcpdump-rpki-rtr-oobr.pcap"] = "ip=1 / tcp=1 / 0",

        // Headers that contradict themselves, or that the capture cut: we stop there and tshark goes on, or it stops where we still read what
        // is there.
        ["mal-ndpi-fuzz-2006-06-26-2594.pcap"] = "arp=43 ip=607 / tcp=51 udp=523 / 26",
        ["mal-ndpi-fuzz-2020-02-16-11740.pcap"] = "ip=328 / eigrp=1 udp=299 vrrp=1 / 21",
        ["mal-ppp-ipv4-malformed.pcap"] = "ip=1 / tcp=1 / 0",
        ["mal-suricata-bug-6875-01-fuzz.pcap"] = "ip=1 / tcp=1 / 0",
        ["mal-suricata-bug-7414-decoder-event-01-ip_secopt.pcap"] = "ip=3 / udp=3 / 0",
        ["mal-tcpdump-bad-ipv4-version-pgm-heapoverflow.pcap"] = " /  / 0",
        ["mal-tcpdump-gre-heapoverflow-1.pcap"] = " /  / 0",
        ["mal-tcpdump-hoobr_pimv1.pcap"] = "ip=1 / igmp=1 / 0",
        ["mal-tcpdump-ipv4_invalid_hdr_length.pcap"] = "ip=1 / udp=1 / 0",
        ["mal-zeek-ip4-trunc.pcap"] = " /  / 0",
        ["mal-zeek-ip6-trunc.pcap"] = " /  / 0",
        ["mal-zeek-ipv4-truncated-broken-header.pcap"] = "ip=1 / tcp=1 / 0",
        ["mal-zeek-mpls-6in6-6in6-4in6-invalid-version-4.pcap"] = "ipv6=1 /  / 0",
        ["mal-zeek-mpls-6in6-broken.pcap"] = "ip=2 ipv6=1774 / rsvp=1 / 0",
    };
}
