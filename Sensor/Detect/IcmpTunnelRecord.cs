using System.Numerics;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>What two hosts' echo requests and replies show in the present minute. A slot of the <see cref="IcmpTunnelDetector"/>. Times are nanoseconds of the sensor's clock.</summary>
internal struct IcmpTunnelRecord
{
    public IpKey Asker;
    public IpKey Responder;

    /// <summary>This host asks (live).</summary>
    public bool OwnAsker;
    public long WindowStart;
    public long LastSeen;

    /// <summary>Identifier and number of the latest request.</summary>
    public uint LastEcho;

    /// <summary>Replies that brought other data than the request.</summary>
    public int Contradicted;

    /// <summary>Requests whose data and length both differ from the request before.</summary>
    public int Changed;

    /// <summary>Lengths seen, folded into a word.</summary>
    public ulong Lengths;
    public int PreviousLength;
    public ulong PreviousBody;
    public int PreviousCompared;

    /// <summary>Told at least once.</summary>
    public bool Told;

    public readonly bool Is(IpKey asker, IpKey responder) => LastSeen != 0 && Asker == asker && Responder == responder;

    /// <summary>A reply to a request that was not sent yet. Late ones, and those of other pings between the two, are never beyond.</summary>
    public readonly bool IsBeyond(uint echo) => echo >> 16 == LastEcho >> 16 && (ushort)(echo - LastEcho) is > 0 and < 1024;

    public void Asked(uint echo)
    {
        var repeated = echo >> 16 == LastEcho >> 16 && (ushort)(LastEcho - echo) is > 0 and < 1024;
        if (!repeated) LastEcho = echo;
    }

    public readonly int DistinctLengths => BitOperations.PopCount(Lengths);

    public readonly int Suspicion => Told ? int.MaxValue : Contradicted + Changed;

    public void Turn(long now) => (WindowStart, Contradicted, Changed, Lengths) = (now, 0, 0, 0);
}
