using System.Runtime.CompilerServices;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Detect.SlowHttp;
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
/// <param name="slow">Told of each HTTP request that is met.</param>
/// <param name="capacity">Conversations followed at once.</param>
public sealed class BruteForceDetector(TallyTable tallies, EvidenceDesk desk, SlowHttpDetector slow, ulong seed, int capacity)
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
        if ((flow.Watch & FlowWatch.OpenHead) != 0 && byInitiator) SlowHttpDetector.Continued(ref flow, in packet);
        if (flow.Talk == 0 && !Meet(ref flow, in packet, byInitiator, now)) return;
        ref var talk = ref _talks.Find(flow.Talk);
        if (Unsafe.IsNullRef(ref talk))
        {
            (flow.Talk, flow.Watch) = (0, FlowWatch.None);
            return;
        }

        if (!LoginSegment.TryTake(ref talk, in packet, byInitiator, out var payload, out var length)) return;
        if (byInitiator) Request(ref talk, payload, length, now);
        else Answer(ref talk, payload, length, now);
        talk.Last = now;
        Settle(ref flow, ref talk, now);
    }

    /// <summary>The conversation is over: closed, reset or forgotten.</summary>
    public void Ended(ref Flow flow, long now)
    {
        ref var talk = ref _talks.Find(flow.Talk);
        if (!Unsafe.IsNullRef(ref talk))
        {
            if (talk.Service == LoginService.Ssh) SshDialogue.Ended(ref talk);
            else if (talk.Encrypted) TlsDialogue.Ended(ref talk, in flow, now);
            talk.Done = true;
            Settle(ref flow, ref talk, now);
        }

        (flow.Talk, flow.Watch) = (0, FlowWatch.None);
    }

    // False when this side's bytes are nothing to us.
    private bool Meet(ref Flow flow, ref readonly PacketView packet, bool byInitiator, long now)
    {
        var service = LoginServices.OfPort(flow.ResponderPort);
        if (service == LoginService.None) service = byInitiator ? OfRequest(ref flow, in packet, now) : OfBanner(ref flow, in packet);
        if (service == LoginService.None) return false;
        flow.Talk = _talks.Begin(service, now);
        flow.Watch = (flow.Watch & FlowWatch.OpenRequest) | (flow.Talk == 0 ? FlowWatch.None : FlowWatch.Both);
        return flow.Talk != 0;
    }

    private static LoginService OfBanner(ref Flow flow, ref readonly PacketView packet)
    {
        var service = LoginServices.OfBanner(packet.Payload);
        if (service == LoginService.None) flow.Watch &= ~FlowWatch.Responder;
        return service;
    }

    // A client whose first bytes are a request may send credentials with any later one.
    private LoginService OfRequest(ref Flow flow, ref readonly PacketView packet, long now)
    {
        if (HttpDialogue.IsRequest(packet.Payload))
        {
            slow.Requested(ref flow, in packet, now);
            return HttpDialogue.Credentials(packet.Payload).IsEmpty ? LoginService.None : LoginService.HttpBasic;
        }

        if (flow.InitiatorBytes <= packet.PayloadLength) flow.Watch &= ~FlowWatch.Initiator;
        return LoginService.None;
    }

    private void Request(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length, long now)
    {
        if (TlsDialogue.Begins(payload) && talk.Service is not (LoginService.Ssh or LoginService.HttpBasic)) talk.Encrypted = true;
        if (talk.Encrypted)
        {
            TlsDialogue.Request(ref talk, payload, length, now);
            return;
        }

        switch (talk.Service)
        {
            case LoginService.Ssh: SshDialogue.Request(ref talk, length, now - talk.Last); break;
            case LoginService.Ftp: FtpDialogue.Request(ref talk, payload, seed); break;
            case LoginService.Smtp: SmtpDialogue.Request(ref talk, payload, seed); break;
            case LoginService.Imap: ImapDialogue.Request(ref talk, payload, seed); break;
            case LoginService.Pop3: Pop3Dialogue.Request(ref talk, payload, seed); break;
            case LoginService.Telnet: TelnetDialogue.Request(ref talk, payload); break;
            case LoginService.HttpBasic: HttpDialogue.Request(ref talk, payload, seed); break;
            // Remote desktop's connection request (T.123's header) goes before its TLS; without TLS its login is a picture.
            case LoginService.Rdp: talk.Done = payload.IsEmpty || payload[0] != 3; break;
        }
    }

    private static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length, long now)
    {
        if (talk.Encrypted)
        {
            TlsDialogue.Answer(ref talk, payload, length, now);
            return;
        }

        switch (talk.Service)
        {
            case LoginService.Ssh: SshDialogue.Answer(ref talk, payload, length); break;
            case LoginService.Ftp: FtpDialogue.Answer(ref talk, payload); break;
            case LoginService.Smtp: SmtpDialogue.Answer(ref talk, payload); break;
            case LoginService.Imap: ImapDialogue.Answer(ref talk, payload); break;
            case LoginService.Pop3: Pop3Dialogue.Answer(ref talk, payload); break;
            case LoginService.Telnet: TelnetDialogue.Answer(ref talk, payload); break;
            case LoginService.MySql: MySqlDialogue.Answer(ref talk, payload); break;
            case LoginService.Postgres: PostgresDialogue.Answer(ref talk, payload); break;
            case LoginService.HttpBasic: HttpDialogue.Answer(ref talk, payload); break;
        }
    }

    private void Settle(ref Flow flow, ref LoginTalk talk, long now)
    {
        if (talk.Refused > 0) Count(in flow, ref talk, now);
        if (talk.ClientIgnored) flow.Watch &= ~FlowWatch.Initiator;
        if (!talk.Done) return;
        // Another request of the same connection may bear other credentials.
        flow.Watch &= talk.Service == LoginService.HttpBasic ? ~FlowWatch.Responder : ~FlowWatch.Both;
        _talks.End(flow.Talk);
        flow.Talk = 0;
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
        tally.Aimed.Hit(flow.ResponderPort, tries);
        (tally.Targets, tally.Ports, tally.Verified) = (memory.Targets, memory.Ports, true);
        desk.Touch(tally);
    }
}
