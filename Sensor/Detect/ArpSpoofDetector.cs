using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Detect;

/// <summary>
/// Who speaks falsely for a neighbour's address: ARP and IPv6 neighbour discovery. Reports an incident on the address that is claimed, with
/// the hardware address that claims it; accuses no IP address. An address that merely moves (a failover, a new network card, a lease) or a
/// router that answers for others is no spoof: a forger tells single neighbours what they never asked, again and again, or against an
/// owner who is still there. Bounded: fixed tables, the older of two neighbours gives way. One thread; allocation-free.
/// </summary>
public sealed class ArpSpoofDetector(TallyTable tallies, EvidenceDesk desk, ulong seed)
{
    private const int Places = 1 << 11;
    private const int Questions = 1 << 12;
    private const long Second = 1_000_000_000;

    /// <summary>How long a question waits for its answer, and how long after the first a second may follow (a proxy's, a duplicate).</summary>
    private const long Asked = 10 * Second;
    private const long Answered = Second;

    /// <summary>How long a word is remembered against another.</summary>
    private const long Fresh = 60 * Second;

    /// <summary>An owner that was silent for so long may have gone: who announces the address then has taken it over.</summary>
    private const long Alive = 30 * Second;

    /// <summary>Repeated sooner, it is the same claim: bonded interfaces move their clients with a burst of some tenths of a second (Linux bonding, mode balance-alb).</summary>
    private const long Burst = Second / 2;

    /// <summary>Unasked answers that accuse alone; half as many when the owner is heard meanwhile.</summary>
    private const int Insistent = 4;
    private const int Contested = 2;
    private const int Rounds = 3;

    private readonly ArpSpoofBinding[] _bindings = new ArpSpoofBinding[Places];
    private readonly ulong[] _questions = new ulong[Questions];
    private readonly long[] _openUntil = new long[Questions];

    /// <summary>Addresses that gave way to another within a minute.</summary>
    public long Forgotten { get; private set; }

    public void Arp(ref readonly PacketView packet, long now)
    {
        var claim = ArpSpoofClaim.OfArp(in packet);
        Take(in claim, packet.Vlan, packet.Outgoing, Techniques.ArpSpoof, now);
    }

    /// <summary>Any message of neighbour discovery; those that claim nothing are passed over.</summary>
    public void Neighbour(ref readonly PacketView packet, long now)
    {
        if (ArpSpoofClaim.TryOfIcmpv6(in packet, out var claim)) Take(in claim, packet.Vlan, packet.Outgoing, Techniques.NdSpoof, now);
    }

    private void Take(in ArpSpoofClaim claim, ushort vlan, bool outgoing, string technique, long now)
    {
        if (claim.Word == ArpSpoofWord.Question)
        {
            Ask(claim.Asker, claim.Wanted, vlan, now);
            if (!outgoing) Contradicts(in claim, vlan, technique, now);
        }

        if (claim.Address.IsUnspecified || claim.Address.IsMulticast || claim.Mac == 0 || IsGroup(claim.Mac)) return;
        ref var binding = ref BindingOf(claim.Address, vlan, now);
        // What this host says (or passes on) is an owner's word at most: it accuses nobody.
        if (claim.Word == ArpSpoofWord.Answer && !outgoing && WasUnasked(claim.Asker, claim.Address, vlan, now)) Unasked(ref binding, in claim, technique, now);
        else if (claim.Word == ArpSpoofWord.Announcement && !outgoing) Announcement(ref binding, in claim, technique, now);
        else Word(ref binding, in claim, technique, now);
    }

    // The address's ordinary owner speaks, in a question or an answer that was asked for.
    private void Word(ref ArpSpoofBinding binding, in ArpSpoofClaim claim, string technique, long now)
    {
        var suspected = binding.Suspect != 0 && now - binding.SuspectSeen < Fresh;
        if (suspected && claim.Mac == binding.Suspect && binding.Owner != claim.Mac) return;
        if (binding.Owner != claim.Mac) (binding.Owner, binding.OwnerAnswered) = (claim.Mac, false);
        binding.OwnerSeen = now;
        binding.OwnerAnswered |= claim.Word == ArpSpoofWord.Answer;
        // Two hardware addresses in one breath, one of them unasked: the owner is still there.
        if (suspected && claim.Mac != binding.Suspect && binding.Unasked >= Contested && !IsVirtual(claim.Mac)) Accuse(ref binding, technique, now);
    }

    private void Unasked(ref ArpSpoofBinding binding, in ArpSpoofClaim claim, string technique, long now)
    {
        Suspect(ref binding, claim.Mac, now);
        var first = binding.Unasked == 0;
        if (!first && now - binding.SuspectSeen < Burst) return;
        if (!first && !binding.Accused && now - binding.SuspectFirst > Fresh) (binding.Unasked, binding.SuspectFirst) = (0, now);
        binding.Unasked++;
        binding.SuspectSeen = now;
        // A router that everybody asks and that also reminds its neighbours unasked forges nothing.
        var own = binding.Owner == claim.Mac && binding.OwnerAnswered;
        if (binding.Accused || (binding.Unasked >= Insistent && !own)) Accuse(ref binding, technique, now);
    }

    private void Announcement(ref ArpSpoofBinding binding, in ArpSpoofClaim claim, string technique, long now)
    {
        if (claim.Mac == binding.Owner || binding.Owner == 0 || now - binding.OwnerSeen > Alive || IsVirtual(claim.Mac) || IsVirtual(binding.Owner))
        {
            if (binding.Owner != claim.Mac) (binding.Owner, binding.OwnerAnswered) = (claim.Mac, false);
            binding.OwnerSeen = now;
            return;
        }

        Suspect(ref binding, claim.Mac, now);
        // Each round counts once: the owner spoke again after the last announcement.
        if (binding.Announced == 0 || binding.OwnerSeen > binding.SuspectSeen) binding.Announced++;
        binding.SuspectSeen = now;
        if (binding.Announced >= Rounds) Accuse(ref binding, technique, now);
    }

    // Whoever told others that it is X does not itself ask where X is.
    private void Contradicts(in ArpSpoofClaim question, ushort vlan, string technique, long now)
    {
        if (question.Mac == 0 || question.Address == question.Wanted || question.Address.IsUnspecified) return;
        ref var binding = ref BindingOf(question.Wanted, vlan, now, add: false);
        if (Unsafe.IsNullRef(ref binding)) return;
        if (binding.Suspect == question.Mac && binding.Unasked > 0 && now - binding.SuspectSeen < Fresh) Accuse(ref binding, technique, now);
    }

    private static void Suspect(ref ArpSpoofBinding binding, ulong mac, long now)
    {
        if (binding.Suspect == mac && now - binding.SuspectSeen < Fresh) return;
        (binding.Suspect, binding.SuspectFirst, binding.SuspectSeen, binding.Unasked, binding.Announced, binding.Accused) = (mac, now, now, 0, 0, false);
    }

    private void Accuse(ref ArpSpoofBinding binding, string technique, long now)
    {
        var tally = tallies.OnVictim(binding.Address, EvidenceKind.Anomaly, technique, 0, binding.Suspect, now);
        if (tally is null) return;
        // What led to the accusation counts as well.
        tally.Count = binding.Accused ? tally.Count + 1 : Math.Max(tally.Count + 1, binding.Unasked + binding.Announced);
        binding.Accused = true;
        desk.Touch(tally);
    }

    private void Ask(IpKey asker, IpKey wanted, ushort vlan, long now)
    {
        var key = QuestionKey(asker, wanted, vlan);
        var place = (int)(key & (Questions - 1));
        (_questions[place], _openUntil[place]) = (key, now + Asked);
    }

    // A place that another question took a moment ago says nothing: then the answer may have been asked for.
    private bool WasUnasked(IpKey asker, IpKey wanted, ushort vlan, long now)
    {
        var key = QuestionKey(asker, wanted, vlan);
        var place = (int)(key & (Questions - 1));
        if (now > _openUntil[place]) return true;
        if (_questions[place] == key) _openUntil[place] = Math.Min(_openUntil[place], now + Answered);
        return false;
    }

    private ulong QuestionKey(IpKey asker, IpKey wanted, ushort vlan) => KeyedHash.Mix(KeyedHash.Of(asker, vlan, seed), KeyedHash.Of(wanted, seed));

    private ref ArpSpoofBinding BindingOf(IpKey address, ushort vlan, long now, bool add = true)
    {
        var first = (int)(KeyedHash.Of(address, vlan, seed) & (Places - 1)) & ~1;
        ref var one = ref _bindings[first];
        ref var two = ref _bindings[first + 1];
        if (one.Is(address, vlan)) return ref one;
        if (two.Is(address, vlan)) return ref two;
        if (!add) return ref Unsafe.NullRef<ArpSpoofBinding>();
        ref var older = ref one.LastSeen <= two.LastSeen ? ref one : ref two;
        if (older.InUse && now - older.LastSeen < Fresh) Forgotten++;
        older = new ArpSpoofBinding { Address = address, Vlan = vlan };
        return ref older;
    }

    private static bool IsGroup(ulong mac) => (mac >> 40 & 1) != 0;

    // Shared by the routers of a group: VRRP and CARP (RFC 9568 §7.3), HSRP versions 1 and 2, GLBP.
    private static bool IsVirtual(ulong mac) =>
        mac >> 8 is 0x00_00_5E_00_01 or 0x00_00_5E_00_02 or 0x00_00_0C_07_AC || mac >> 12 == 0x00000_C9FF || mac >> 16 == 0x00_07_B4_00;
}
