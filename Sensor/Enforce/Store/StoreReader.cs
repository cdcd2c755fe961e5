using System.Buffers.Binary;

namespace Tegument.Sensor.Enforce.Store;

/// <summary>
/// Reads a store's file. A record cut off at the end is what a crash in mid-write leaves and is dropped; anything else that does not fit
/// makes the whole file damaged, and it is put aside as evidence.
/// </summary>
internal static class StoreReader
{
    public static ReadOnlySpan<byte> Magic => "TGMBANS\u0001"u8;

    /// <summary>Above this a file is not one of ours: four million bans take 110 MB, and the journal at most doubles that.</summary>
    private const long MaxBytes = 1L << 30;

    public static StoreContent Read(string path, StoreStamp now)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return StoreContent.Empty;
            if (file.Length > MaxBytes) return PutAside(path, "it is too large");
            return Parse(File.ReadAllBytes(path), now, out var fault) ?? PutAside(path, fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoreContent([], $"{path}: {e.Message}; starting without stored bans");
        }
    }

    private static StoreContent? Parse(ReadOnlySpan<byte> bytes, StoreStamp now, out string fault)
    {
        fault = "it is not a file of this version";
        if (bytes.IsEmpty) return StoreContent.Empty;
        if (!bytes.StartsWith(Magic)) return null;
        var changes = new List<LedgerChange>();
        var clockRanBack = false;
        for (var at = Magic.Length; bytes.Length - at >= StoreRecord.FrameBytes;)
        {
            long length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            var end = at + StoreRecord.FrameBytes + length;
            if (length == 0 || end > bytes.Length) break;
            var payload = bytes.Slice(at + StoreRecord.FrameBytes, (int)length);
            var intact = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]) == StoreRecord.Checksum(payload);
            if (!intact && end == bytes.Length) break;
            if (!intact || StoreRecord.Read(payload, now, out var timeKnown) is not { } change)
            {
                fault = $"the record at byte {at} is broken";
                return null;
            }

            clockRanBack |= !timeKnown;
            changes.Add(change);
            at = (int)end;
        }

        // With the bans gone the position must go as well, or the silo would only send what came after.
        return clockRanBack
            ? new StoreContent([], "the clock ran back across a restart: stored bans wait for the silo")
            : new StoreContent(changes, null);
    }

    private static StoreContent PutAside(string path, string fault)
    {
        File.Move(path, path + ".damaged", overwrite: true);
        return new StoreContent([], $"{path}: {fault}; put aside as {Path.GetFileName(path)}.damaged, starting without stored bans");
    }
}
