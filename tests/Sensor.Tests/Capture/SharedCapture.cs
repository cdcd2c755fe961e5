using System.Text.Json;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Decode.Fragments;
using Tegument.Tests.Support;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>One capture of the shared folder: what tshark counted in it, and what we count.</summary>
internal sealed record SharedCapture(string Path, int Packets, int Fragments, IReadOnlyDictionary<string, int> Network, IReadOnlyDictionary<string, int> Transport)
{
    // tshark's names of the protocols that its counts hold.
    private static readonly Dictionary<byte, string> Protocols = new()
    {
        [1] = "icmp", [2] = "igmp", [6] = "tcp", [17] = "udp", [46] = "rsvp", [47] = "gre", [58] = "icmpv6", [88] = "eigrp", [89] = "ospf",
        [103] = "pim", [112] = "vrrp", [115] = "l2tp", [132] = "sctp",
    };

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Packets by network layer, by transport, and fragments, as one line.</summary>
    public string Layers => $"{Show(Network)} / {Show(Transport)} / {Fragments}";

    /// <summary>All captures of the shared folder; skips the test when it is not there.</summary>
    public static IEnumerable<SharedCapture> All()
    {
        var folder = SharedData.Require("pcaps");
        using var expected = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(folder, "expected.json")));
        return [.. expected.RootElement.EnumerateArray().Select(e => new SharedCapture(
            System.IO.Path.Combine(folder, e.GetProperty("file").GetString()!),
            e.GetProperty("packets").GetInt32(),
            e.TryGetProperty("fragments", out var fragments) ? fragments.GetInt32() : 0,
            Counts(e, "network"),
            Counts(e, "transport")))];
    }

    /// <summary>Reads and decodes the whole file; a datagram's transport counts where its last fragment completes it, as tshark has it.</summary>
    public (SharedCapture Ours, CaptureDamage? Damage, DecodeFaults Faults) Read()
    {
        var network = new Dictionary<string, int>();
        var transport = new Dictionary<string, int>();
        var faults = new DecodeFaults();
        var fragmentTable = new FragmentTable(new FragmentLimits(), seed: 1, Nobody.Instance);
        var (packets, fragments, now) = (0, 0, 0L);
        using var file = CaptureFile.Open(Path);
        var packet = default(PacketView);
        while (file.Next(out var frame) == FrameRead.Frame)
        {
            packets++;
            now = Math.Max(now, frame.Timestamp);
            faults.Count(FrameDecoder.Decode(in frame, ref packet));
            if (packet.IsFragment) fragments++;
            var isWhole = Complete(fragmentTable, now, ref packet);
            if (packet.Network == NetworkKind.None) continue;
            Add(network, packet.Network switch { NetworkKind.Arp => "arp", NetworkKind.IPv4 => "ip", _ => "ipv6" });
            if (isWhole && packet.Network != NetworkKind.Arp && Protocols.TryGetValue(packet.Protocol, out var name)) Add(transport, name);
        }

        return (new SharedCapture(Path, packets, fragments, network, transport), file.Damage, faults);
    }

    // True for a packet that is whole, or became so by this fragment.
    private static bool Complete(FragmentTable table, long now, ref PacketView packet)
    {
        var whole = default(PacketView);
        for (var level = 0; packet.IsFragment && level < 4; level++)
        {
            var outcome = table.Take(in packet, now, ref whole, out _);
            if (outcome == FragmentOutcome.Refused) return !packet.IsLaterFragment;
            if (outcome != FragmentOutcome.Whole) return false;
            packet = whole;
        }

        return !packet.IsFragment;
    }

    private sealed class Nobody : IFragmentVisitor
    {
        public static readonly Nobody Instance = new();

        public void GivenUp(ref readonly PacketView packet)
        {
        }
    }

    private static string Show(IReadOnlyDictionary<string, int> counts) =>
        string.Join(" ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"));

    private static void Add(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private static Dictionary<string, int> Counts(JsonElement entry, string name) => entry.TryGetProperty(name, out var counts)
        ? counts.EnumerateObject().Where(p => p.Name != "none").ToDictionary(p => p.Name, p => p.Value.GetInt32())
        : [];
}
