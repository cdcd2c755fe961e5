using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>What is known of one address on the link: who speaks for it, and who else says so unasked. A slot of the <see cref="ArpSpoofDetector"/>. Times are nanoseconds of the sensor's clock.</summary>
internal struct ArpSpoofBinding
{
    public IpKey Address;
    public ushort Vlan;

    /// <summary>The hardware address that speaks for it in the ordinary way; 0 when none was heard yet.</summary>
    public ulong Owner;
    public long OwnerSeen;

    /// <summary>The owner was asked and answered: it may say so again unasked.</summary>
    public bool OwnerAnswered;

    /// <summary>Somebody who claims the address unasked; 0 for nobody.</summary>
    public ulong Suspect;
    public long SuspectFirst;
    public long SuspectSeen;

    /// <summary>Answers to single neighbours that had not asked, at most two a second counted.</summary>
    public int Unasked;

    /// <summary>Announcements to all while the owner still spoke between them.</summary>
    public int Announced;

    /// <summary>The suspect is told of; each further false claim counts.</summary>
    public bool Accused;

    public readonly bool InUse => Owner != 0 || Suspect != 0;

    public readonly long LastSeen => Math.Max(OwnerSeen, SuspectSeen);

    public readonly bool Is(IpKey address, ushort vlan) => InUse && Address == address && Vlan == vlan;
}
