using System.Diagnostics;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Decode;

namespace Tegument.Sensor.Tests.Capture;

/// <summary>Reads a live capture on a thread of its own, as the sensor does, and keeps the facts of what it saw.</summary>
internal sealed class LiveReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly LiveCapture _capture;
    private readonly Thread _thread;
    private readonly List<Seen> _seen = [];

    public LiveReader(LiveCapture capture)
    {
        _capture = capture;
        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    public DecodeFaults Faults { get; } = new();

    public IReadOnlyList<Seen> Packets
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    /// <summary>Waits until a condition holds; the test then asserts it, so that a failure says more than "timeout".</summary>
    public static bool Within(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; Thread.Sleep(10))
        {
            if (condition()) return true;
        }

        return false;
    }

    public bool Until(Func<IReadOnlyList<Seen>, bool> condition) => Within(() => condition(Packets));

    /// <summary>True when the reader's loop has ended.</summary>
    public bool HasEnded() => _thread.Join(Patience);

    private void Read()
    {
        var packet = default(PacketView);
        for (var read = FrameRead.Idle; read != FrameRead.End;)
        {
            read = _capture.Next(out var frame);
            if (read != FrameRead.Frame) continue;
            Faults.Count(FrameDecoder.Decode(in frame, ref packet));
            var seen = new Seen(packet.Network, packet.Protocol, packet.Source.ToString(), packet.Destination.ToString(), packet.DestinationPort, packet.IcmpType,
                packet.Outgoing, packet.Vlan, packet.PayloadLength, frame.Timestamp, frame.Link, packet.SourcePort);
            lock (_seen) _seen.Add(seen);
        }
    }

    internal sealed record Seen(NetworkKind Network, byte Protocol, string Source, string Destination, ushort Port, byte IcmpType, bool Outgoing, ushort Vlan,
        int PayloadLength, long Timestamp, LinkType Link, ushort SourcePort);
}
