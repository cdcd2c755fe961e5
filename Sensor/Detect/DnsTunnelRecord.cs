using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>
/// What one client asks under one domain: new encoded labels of the present minute. A slot of the <see cref="DnsTunnelDetector"/>, pooled.
/// One thread; times are nanoseconds of the sensor's clock.
/// </summary>
internal sealed class DnsTunnelRecord
{
    private const int SeenBits = 1024;
    private const int Shapes = 3;

    /// <summary>A digest, an identifier or two of them fit in this; a tunnel fills its names.</summary>
    private const int DigestLength = 80;

    private readonly ulong[] _seen = new ulong[SeenBits / 64];
    private readonly int[] _shapes = new int[Shapes];
    private int _otherShapes;
    private int _seenCount;

    public IpKey Client { get; private set; }

    public ulong Domain { get; private set; }

    public long WindowStart { get; private set; }

    public long LastSeen { get; set; }

    /// <summary>When the last burst was told; far in the past before the first.</summary>
    public long LastBurst { get; set; }

    /// <summary>A loud name was told already.</summary>
    public bool Loud { get; set; }

    /// <summary>New names of types that answer with addresses, and the new encoded bytes in them.</summary>
    public int HostNames { get; private set; }

    public int HostBytes { get; private set; }

    /// <summary>The same of types that answer with text or names.</summary>
    public int CarrierNames { get; private set; }

    public int CarrierBytes { get; private set; }

    /// <summary>New names asked for a type that nobody asks for.</summary>
    public int OddNames { get; private set; }

    /// <summary>New long names of words.</summary>
    public int PlainNames { get; private set; }

    public int LargeAnswers { get; set; }

    /// <summary>
    /// Nearly all names hold one identifier of one of a few fixed lengths: a look-up by digest (virus scanners, block lists, DKIM keys,
    /// content networks), not a stream of data.
    /// </summary>
    public bool LooksUpDigests => _otherShapes * 10 <= HostNames + CarrierNames;

    /// <summary>A fifth of the names or more are words: a domain that many machines live under.</summary>
    public bool IsMixed => PlainNames * 4 >= HostNames + CarrierNames;

    public bool Is(IpKey client, ulong domain) => LastSeen != 0 && Domain == domain && Client == client;

    public void Begin(IpKey client, ulong domain, long now)
    {
        (Client, Domain, LastBurst, Loud) = (client, domain, long.MinValue / 2, false);
        Turn(now);
    }

    /// <summary>Counts anew, forgetting which labels were seen: a minute is over.</summary>
    public void Turn(long now)
    {
        Restart(now);
        Array.Clear(_seen);
        _seenCount = 0;
    }

    /// <summary>Counts anew for the next burst.</summary>
    public void Restart(long now)
    {
        WindowStart = now;
        (HostNames, HostBytes, CarrierNames, CarrierBytes, OddNames, PlainNames, LargeAnswers, _otherShapes) = (0, 0, 0, 0, 0, 0, 0, 0);
        Array.Clear(_shapes);
    }

    /// <summary>True the first time in this window, but for a new one that falls on another's bit.</summary>
    public bool IsNew(ulong hash)
    {
        ref var word = ref _seen[(hash >> 6) & ((SeenBits / 64) - 1)];
        var bit = 1UL << (int)(hash & 63);
        if ((word & bit) != 0) return false;
        // Half full it would begin to take the new for known: forget all, and count what comes again once more.
        if (++_seenCount > SeenBits / 2)
        {
            Array.Clear(_seen);
            _seenCount = 1;
        }

        word |= bit;
        return true;
    }

    /// <summary>A name with new encoded labels.</summary>
    public void Count(ushort type, int labels, int bytes)
    {
        if (DnsTunnelRecordType.IsCarrier(type)) (CarrierNames, CarrierBytes) = (CarrierNames + 1, CarrierBytes + bytes);
        else (HostNames, HostBytes) = (HostNames + 1, HostBytes + bytes);
        if (!FitsShape((labels << 8) | bytes) || bytes > DigestLength) _otherShapes++;
    }

    public void CountPlain() => PlainNames++;

    public void CountOdd() => OddNames++;

    private bool FitsShape(int shape)
    {
        for (var i = 0; i < Shapes; i++)
        {
            if (_shapes[i] == 0) _shapes[i] = shape;
            if (_shapes[i] == shape) return true;
        }

        return false;
    }
}
