namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>Steps over one side's TLS records (RFC 8446 §5.1: type, version, length), wherever the segments end.</summary>
public struct TlsSide
{
    private const int HeaderLength = 5;
    private const byte ApplicationData = 23;

    /// <summary>TLS 1.3 hides its alerts among the data: two bytes, the true type, a tag of sixteen.</summary>
    private const int SealedAlert = 19;
    private ulong _header;
    private byte _headerRead;
    private ushort _skip;

    /// <summary>Records of every kind; saturating.</summary>
    public byte AllRecords { get; private set; }

    /// <summary>Application data records so far (under TLS 1.3 the end of the handshake is among them), and their bytes; saturating.</summary>
    public ushort Records { get; private set; }

    public ushort Bytes { get; private set; }

    /// <summary>Takes a segment. False when it is no TLS, or was not captured.</summary>
    public bool Take(ReadOnlySpan<byte> payload, int length)
    {
        var missing = length - payload.Length;
        while (!payload.IsEmpty)
        {
            var taken = 1;
            if (_skip > 0) _skip -= (ushort)(taken = Math.Min(_skip, payload.Length));
            else if (!Header(payload[0])) return false;
            payload = payload[taken..];
        }

        if (missing > _skip) return false;
        _skip -= (ushort)missing;
        return true;
    }

    private bool Header(byte next)
    {
        _header = (_header << 8) | next;
        if (++_headerRead < HeaderLength) return true;
        var (type, version, size) = ((byte)(_header >> 32), (byte)(_header >> 24), (ushort)_header);
        (_header, _headerRead, _skip) = (0, 0, size);
        if (type is < 20 or > 24 || version != 3 || size > 16_640) return false;
        AllRecords = (byte)Math.Min(byte.MaxValue, AllRecords + 1);
        if (type != ApplicationData || size <= SealedAlert) return true;
        Records = (ushort)Math.Min(ushort.MaxValue, Records + 1);
        Bytes = (ushort)Math.Min(ushort.MaxValue, Bytes + size);
        return true;
    }
}
