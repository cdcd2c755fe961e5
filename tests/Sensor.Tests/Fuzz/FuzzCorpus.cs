using Tegument.Sensor.Capture;
using Tegument.Sensor.Tests.Decode;
using Tegument.Tests.Support;
using Tegument.Tests.Support.Packets;

namespace Tegument.Sensor.Tests.Fuzz;

/// <summary>
/// What the fuzzer starts from: every frame of the shared captures when they are there, and always the project's own packets, built and
/// recorded. Read once; never changed.
/// </summary>
internal sealed class FuzzCorpus
{
    /// <summary>Longer frames are cut: a mutation far inside a payload teaches nothing.</summary>
    public const int LongestFrame = 2048;

    private readonly List<(LinkType Link, byte[] Bytes, long Time)> _frames = [];

    private FuzzCorpus()
    {
        foreach (var (link, bytes) in SamplePackets.All.Values) _frames.Add((link, bytes, 0));
        foreach (var (link, bytes, _) in TunnelSamples.All.Values)
        {
            _frames.Add((link, bytes, 0));
            if (link == LinkType.Ethernet && bytes[12] == 8 && bytes[14] == 0x45) _frames.AddRange(Fragmenter.Cut(bytes, 24).Select(f => (link, f, 0L)));
        }

        Built = _frames.Count;
        var recorded = Directory.EnumerateFiles(Path.Combine(Checkout(), "tests", "Scenarios"), "*.pcap*", SearchOption.AllDirectories);
        var shared = SharedData.Folder is { } data && Directory.Exists(Path.Combine(data, "pcaps")) ? Directory.EnumerateFiles(Path.Combine(data, "pcaps"), "*.*cap*") : [];
        foreach (var path in recorded.Concat(shared).Order(StringComparer.Ordinal)) Read(path);
    }

    public static FuzzCorpus Instance { get; } = new();

    public int Count => _frames.Count;

    /// <summary>The first so many frames were built.</summary>
    public int Built { get; }

    public int Files { get; private set; }

    public (LinkType Link, byte[] Bytes, long Time) this[int index] => _frames[index];

    private static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }

    private void Read(string path)
    {
        try
        {
            using var file = CaptureFile.Open(path);
            Files++;
            while (file.Next(out var frame) == FrameRead.Frame)
                _frames.Add((frame.Link, frame.Bytes[..Math.Min(LongestFrame, frame.Bytes.Length)].ToArray(), frame.Timestamp));
        }
        catch (CaptureFormatException)
        {
            // Files that are no captures have their own tests.
        }
    }
}
