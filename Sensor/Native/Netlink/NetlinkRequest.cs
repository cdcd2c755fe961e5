using System.Runtime.InteropServices;
using System.Text;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// Builds one nf_tables request in a fixed buffer: struct nlmsghdr (16 bytes), struct nfgenmsg (4 bytes), then attributes of text.
/// Names are short and ours, so 256 bytes always suffice.
/// </summary>
internal sealed class NetlinkRequest
{
    public const int HeaderBytes = 16;
    public const int FamilyBytes = 4;
    private const ushort Request = 0x1;
    private const ushort DumpFlag = 0x300;
    private readonly byte[] _buffer = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public NetlinkRequest Dump(byte messageType, byte family, uint sequence)
    {
        _length = HeaderBytes + FamilyBytes;
        _buffer.AsSpan().Clear();
        MemoryMarshal.Write(_buffer.AsSpan(4), (ushort)(NftablesMessage.Subsystem << 8 | messageType));
        MemoryMarshal.Write(_buffer.AsSpan(6), (ushort)(Request | DumpFlag));
        MemoryMarshal.Write(_buffer.AsSpan(8), sequence);
        _buffer[HeaderBytes] = family;
        Seal();
        return this;
    }

    public NetlinkRequest Text(ushort attribute, string text)
    {
        var at = _buffer.AsSpan(_length);
        var payload = Encoding.ASCII.GetBytes(text, at[4..]) + 1;
        MemoryMarshal.Write(at, (ushort)(payload + 4));
        MemoryMarshal.Write(at[2..], attribute);
        _length += (payload + 4 + 3) & ~3;
        Seal();
        return this;
    }

    private void Seal() => MemoryMarshal.Write(_buffer.AsSpan(), (uint)_length);
}
