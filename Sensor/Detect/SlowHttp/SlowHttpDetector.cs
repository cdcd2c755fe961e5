using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect.SlowHttp;

/// <summary>
/// Requests that one source keeps unfinished on one server, many at a time: heads that never end, bodies that come in drops. They hold the
/// server's connections with next to no traffic. Counted once a second over a bounded list; one thread.
/// </summary>
/// <remarks>
/// A stalled request costs its sender nothing and is met on bad links too; what an honest source does not have is dozens of them at one
/// time. Its size is therefore the severity: see <see cref="SeverityOf"/>. Long polls, sockets and downloads wait with their request
/// finished; an upload on a bad link is faster on the whole than a drop a few seconds.
/// </remarks>
public sealed class SlowHttpDetector(FlowTable flows, TallyTable tallies, EvidenceDesk desk, int capacity)
{
    private const long Second = 1_000_000_000;

    /// <summary>A head takes one round trip; retransmissions after loss are over by then.</summary>
    private const long StalledHead = 10 * Second;
    private const long StalledBody = 15 * Second;

    /// <summary>Bytes a second of a whole body so far: a bad mobile link brings thousands.</summary>
    private const long Drops = 100;

    private const int Least = 25;

    private readonly List<OpenRequest> _open = new(capacity);
    private readonly Dictionary<(IpKey Source, IpKey Server), (int Count, ushort Port)> _stalled = [];

    /// <summary>Unfinished requests that were not followed for want of room.</summary>
    public long Refused { get; private set; }

    /// <summary>A segment begins a request in this conversation.</summary>
    public void Requested(ref Flow flow, ref readonly PacketView packet, long now)
    {
        if (packet.Payload.Length < packet.PayloadLength || (flow.Watch & FlowWatch.OpenRequest) != 0) return;
        if (!HttpHead.IsOpen(packet.Payload, out var body)) return;
        if (_open.Count == capacity)
        {
            Refused++;
            return;
        }

        flow.Watch |= body == 0 ? FlowWatch.OpenHead : FlowWatch.OpenBody;
        _open.Add(new OpenRequest
        {
            Key = new FlowKey(flow.Low, flow.LowPort, flow.High, flow.HighPort, flow.Protocol),
            Began = now,
            ClientBytes = flow.InitiatorBytes,
            ServerBytes = flow.ResponderBytes,
            Body = body,
        });
    }

    /// <summary>More of a head: the empty line ends it. Whoever waits for an answer from then on has done his part.</summary>
    public static void Continued(ref Flow flow, ref readonly PacketView packet)
    {
        if (packet.Payload.Length < packet.PayloadLength || packet.Payload.StartsWith("\r\n"u8) || packet.Payload.IndexOf("\n\r\n"u8) >= 0) flow.Watch &= ~FlowWatch.OpenHead;
    }

    /// <summary>About a second went by: forgets what was finished, and counts what is stalled.</summary>
    public void Tick(long now)
    {
        if (_open.Count == 0) return;
        _stalled.Clear();
        var open = CollectionsMarshal.AsSpan(_open);
        var kept = 0;
        for (var i = 0; i < open.Length; i++)
        {
            ref var flow = ref flows.Find(in open[i].Key);
            if (Unsafe.IsNullRef(ref flow)) continue;
            if (IsOver(in flow, in open[i]))
            {
                flow.Watch &= ~FlowWatch.OpenRequest;
                continue;
            }

            if (IsStalled(in flow, in open[i], now))
            {
                ref var stalled = ref CollectionsMarshal.GetValueRefOrAddDefault(_stalled, (flow.Initiator, flow.Responder), out _);
                stalled = (stalled.Count + 1, flow.ResponderPort);
            }

            open[kept++] = open[i];
        }

        _open.RemoveRange(kept, _open.Count - kept);
        foreach (var ((source, server), (count, port)) in _stalled)
            if (count >= Least) Accuse(source, server, port, count, now);
    }

    /// <summary>Who holds 25 is noticed, 50 is more than a crowd behind one address has stalled, 100 is an attack.</summary>
    private static byte SeverityOf(long stalled) => stalled >= 4 * Least ? (byte)4 : stalled >= 2 * Least ? (byte)3 : (byte)2;

    // A new conversation between the same ports, one side's close, the rest of the body, or an answer to a request whose end cannot be seen.
    private static bool IsOver(ref readonly Flow flow, ref readonly OpenRequest request)
    {
        if (flow.State != FlowState.Established || flow.End != FlowEnd.Open || flow.InitiatorBytes < request.ClientBytes || (flow.Watch & FlowWatch.OpenRequest) == 0) return true;
        return request.Body > 0 ? flow.InitiatorBytes - request.ClientBytes >= request.Body : flow.ResponderBytes > request.ServerBytes;
    }

    private static bool IsStalled(ref readonly Flow flow, ref readonly OpenRequest request, long now)
    {
        var age = now - request.Began;
        if (request.Body == 0) return age >= StalledHead;
        return age >= StalledBody && flow.InitiatorBytes - request.ClientBytes < age / Second * Drops;
    }

    private void Accuse(IpKey source, IpKey server, ushort port, int stalled, long now)
    {
        var tally = tallies.OfSource(source, EvidenceKind.Signature, Techniques.SlowHttp, now);
        if (tally is null || stalled <= tally.Count) return;
        tally.Count = stalled;
        (tally.Severity, tally.Verified, tally.Ports) = (SeverityOf(stalled), true, 1);
        tally.Aimed.Know(port, stalled);
        tally.Sample ??= $"unfinished requests held open on {server}";
        desk.Touch(tally);
    }
}
