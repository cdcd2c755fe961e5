using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tegument.Sensor.Native.Netlink;

/// <summary>
/// Walks the attributes of a message (struct nlattr, linux/netlink.h): length and type in host order, payload padded to four bytes.
/// A malformed length ends the walk; nothing here throws or reads outside the span.
/// </summary>
public ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private const int HeaderBytes = 4;
    private const int TypeMask = 0x3FFF; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length < HeaderBytes) return false;
        int length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderBytes || length > _rest.Length) return false;
        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Payload = _rest[HeaderBytes..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }

    /// <summary>The attributes inside this one.</summary>
    public readonly NetlinkAttributes Nested => new(Payload);

    /// <summary>Zero when the payload is too short.</summary>
    public readonly uint UInt32 => Payload.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(Payload) : 0;

    /// <summary>Zero when the payload is too short.</summary>
    public readonly ulong UInt64 => Payload.Length >= 8 ? BinaryPrimitives.ReadUInt64BigEndian(Payload) : 0;

    /// <summary>Text up to the closing zero.</summary>
    public readonly string Text
    {
        get
        {
            var end = Payload.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? Payload : Payload[..end]);
        }
    }

    /// <summary>True when the text of this attribute equals an ASCII name; without making a string.</summary>
    public readonly bool TextEquals(ReadOnlySpan<byte> name) =>
        Payload.StartsWith(name) && (Payload.Length == name.Length || Payload[name.Length] == 0);
}
