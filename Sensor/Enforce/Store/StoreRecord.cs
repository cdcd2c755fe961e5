using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;

namespace Tegument.Sensor.Enforce.Store;

/// <summary>
/// The form of one ledger change in the store's file, little-endian: u32 payload length, u32 CRC-32C of the payload, then the payload:
/// stamp (16 bytes boot id, i64 boot ms, i64 wall ms), i32 shard, i64 revision, u8 snapshot, u16 length and UTF-8 of the ledger id,
/// u32 count, and for each target 16 bytes address, u8 prefix length, u8 origin, i64 milliseconds left (0: lifted).
/// </summary>
internal static class StoreRecord
{
    public const int FrameBytes = 8;
    private const int HeadBytes = 16 + 8 + 8 + 4 + 8 + 1 + 2;
    private const int TargetBytes = 16 + 1 + 1 + 8;

    public static void Write(ArrayBufferWriter<byte> buffer, StoreStamp stamp, LedgerPosition position, bool isSnapshot, int count, IEnumerable<BanTarget> targets)
    {
        var ledger = Encoding.UTF8.GetBytes(position.Ledger);
        var length = HeadBytes + ledger.Length + 4 + count * TargetBytes;
        var frame = buffer.GetSpan(FrameBytes + length)[..(FrameBytes + length)];
        var payload = frame[FrameBytes..];
        stamp.Boot.TryWriteBytes(payload);
        BinaryPrimitives.WriteInt64LittleEndian(payload[16..], stamp.BootMs);
        BinaryPrimitives.WriteInt64LittleEndian(payload[24..], stamp.WallMs);
        BinaryPrimitives.WriteInt32LittleEndian(payload[32..], position.Shard);
        BinaryPrimitives.WriteInt64LittleEndian(payload[36..], position.Revision);
        payload[44] = isSnapshot ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(payload[45..], (ushort)ledger.Length);
        ledger.CopyTo(payload[HeadBytes..]);
        var at = HeadBytes + ledger.Length;
        BinaryPrimitives.WriteInt32LittleEndian(payload[at..], count);
        at += 4;
        foreach (var target in targets)
        {
            target.Prefix.Address.WriteIPv6(payload[at..]);
            payload[at + 16] = target.Prefix.Length;
            payload[at + 17] = (byte)target.Origin;
            BinaryPrimitives.WriteInt64LittleEndian(payload[(at + 18)..], target.IsLifted ? 0 : Math.Max(1, target.DeadlineMs - stamp.BootMs));
            at += TargetBytes;
        }

        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(payload));
        buffer.Advance(frame.Length);
    }

    /// <summary>Null when the payload is not one of ours. Deadlines are on the clock of <paramref name="now"/>; what has ended reads as lifted.</summary>
    /// <param name="timeKnown">False when nobody can tell how long ago the record was written.</param>
    public static LedgerChange? Read(ReadOnlySpan<byte> payload, StoreStamp now, out bool timeKnown)
    {
        timeKnown = true;
        if (payload.Length < HeadBytes + 4) return null;
        var stamp = new StoreStamp(new Guid(payload[..16]), BinaryPrimitives.ReadInt64LittleEndian(payload[16..]), BinaryPrimitives.ReadInt64LittleEndian(payload[24..]));
        var at = HeadBytes + BinaryPrimitives.ReadUInt16LittleEndian(payload[45..]);
        if (payload.Length < at + 4) return null;
        var ledger = Encoding.UTF8.GetString(payload[HeadBytes..at]);
        long count = BinaryPrimitives.ReadUInt32LittleEndian(payload[at..]);
        at += 4;
        if (payload.Length - at != count * TargetBytes) return null;
        var elapsed = stamp.ElapsedUntil(now);
        timeKnown = elapsed is not null;
        var targets = new List<BanTarget>((int)count);
        for (; at < payload.Length; at += TargetBytes)
        {
            if (!TryReadTarget(payload.Slice(at, TargetBytes), elapsed ?? long.MaxValue, now.BootMs, out var target)) return null;
            targets.Add(target);
        }

        var position = new LedgerPosition(ledger, BinaryPrimitives.ReadInt32LittleEndian(payload[32..]), BinaryPrimitives.ReadInt64LittleEndian(payload[36..]));
        return new LedgerChange(position, payload[44] != 0, targets);
    }

    public static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = uint.MaxValue;
        for (; payload.Length >= 8; payload = payload[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
        foreach (var b in payload) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static bool TryReadTarget(ReadOnlySpan<byte> bytes, long elapsedMs, long nowMs, out BanTarget target)
    {
        target = default;
        var address = IpKey.FromIPv6(bytes);
        if (bytes[16] > address.Bits || bytes[17] > (byte)BanOrigin.Api) return false;
        var left = BinaryPrimitives.ReadInt64LittleEndian(bytes[18..]) - elapsedMs;
        target = new BanTarget(new IpPrefix(address, bytes[16]), left > 0 ? nowMs + left : 0, (BanOrigin)bytes[17]);
        return true;
    }
}
