using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// Refused logins by source: what the server itself refused where it can be read, and what the lengths of its answers give away where it is
/// encrypted. Follows a conversation with a login service from its finished handshake to its outcome and no further; every other
/// conversation costs a look at each side's first bytes. Bounded by <see cref="LoginTalks"/> and the table of incidents; one thread.
/// </summary>
/// <param name="tallies">Where the incidents are counted.</param>
/// <param name="desk">Where what grew is laid.</param>
/// <param name="seed">Keys the hashes of credentials.</param>
/// <param name="capacity">Conversations followed at once.</param>
public sealed class BruteForceDetector(TallyTable tallies, EvidenceDesk desk, ulong seed, int capacity)
{
    private readonly LoginTalks _talks = new(capacity);

    /// <summary>Conversations that could not be followed for want of room.</summary>
    public long Overflow => _talks.Refused;

    /// <summary>A handshake was finished: the first bytes of both sides tell whether this is a login.</summary>
    public static void Opened(ref Flow flow)
    {
        if (!flow.Has(FlowMarks.OwnInitiator)) flow.Watch = FlowWatch.Both;
    }

    /// <summary>One side, whose payload is watched, said something.</summary>
    public void Said(ref Flow flow, ref readonly PacketView packet, bool byInitiator, long now)
    {
        if (flow.Talk == 0 && !Meet(ref flow, in packet, byInitiator, now)) return;
        ref var talk = ref _talks.Find(flow.Talk);
        if (Unsafe.IsNullRef(ref talk))
        {
            (flow.Talk, flow.Watch) = (0, FlowWatch.None);
            return;
        }

        talk.Last = now;
        if (!LoginSegment.TryTake(ref talk, in packet, byInitiator, out var payload, out var length)) return;
        if (byInitiator) Request(ref talk, payload, length);
        else Answer(ref talk, payload, length);
        Settle(ref flow, ref talk, now);
    }

    /// <summary>The conversation is over: closed, reset or forgotten.</summary>
    public void Ended(ref Flow flow, long now)
    {
        flow.Watch = FlowWatch.None;
        ref var talk = ref _talks.Find(flow.Talk);
        if (!Unsafe.IsNullRef(ref talk))
        {
            if (talk.Service == LoginService.Ssh) SshDialogue.Ended(ref talk);
            talk.Done = true;
            Settle(ref flow, ref talk, now);
        }

        flow.Talk = 0;
    }

    // False when this side's bytes are nothing to us.
    private bool Meet(ref Flow flow, ref readonly PacketView packet, bool byInitiator, long now)
    {
        var service = LoginServices.OfPort(flow.ResponderPort);
        if (service == LoginService.None && !byInitiator) service = LoginServices.OfBanner(packet.Payload);
        if (service == LoginService.None)
        {
            flow.Watch &= byInitiator ? ~FlowWatch.Initiator : ~FlowWatch.Responder;
            return false;
        }

        flow.Talk = _talks.Begin(service, now);
        flow.Watch = flow.Talk == 0 ? FlowWatch.None : FlowWatch.Both;
        return flow.Talk != 0;
    }

    private void Request(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length)
    {
        switch (talk.Service)
        {
            case LoginService.Ssh: SshDialogue.Request(ref talk, length); break;
            case LoginService.Ftp: FtpDialogue.Request(ref talk, payload, seed); break;
            default: talk.Done = true; break;
        }
    }

    private static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length)
    {
        switch (talk.Service)
        {
            case LoginService.Ssh: SshDialogue.Answer(ref talk, payload, length); break;
            case LoginService.Ftp: FtpDialogue.Answer(ref talk, payload); break;
            default: talk.Done = true; break;
        }
    }

    private void Settle(ref Flow flow, ref LoginTalk talk, long now)
    {
        if (talk.Refused > 0) Count(in flow, ref talk, now);
        if (!talk.Done) return;
        _talks.End(flow.Talk);
        (flow.Talk, flow.Watch) = (0, FlowWatch.None);
    }

    private void Count(ref readonly Flow flow, ref LoginTalk talk, long now)
    {
        var tries = talk.Refused;
        talk.Refused = 0;
        var tally = tallies.OfSource(flow.Initiator, EvidenceKind.BruteForce, LoginServices.NameOf(talk.Service), now);
        if (tally is null) return;
        var memory = tally.Memory as LoginMemory;
        if (memory is null) tally.Memory = memory = new LoginMemory();
        memory.Tried(flow.Responder, flow.ResponderPort);
        if (talk.Credentials != 0 && memory.IsRepeated(KeyedHash.Mix(talk.Credentials, KeyedHash.Of(flow.Responder, seed)))) return;
        tally.Count += tries;
        (tally.Targets, tally.Ports, tally.Verified) = (memory.Targets, memory.Ports, true);
        desk.Touch(tally);
    }
}
