using System.Buffers.Binary;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// PostgreSQL (frontend/backend protocol 3: one byte type, four bytes length): an error of class 28P01, "invalid password", is a refused
/// try; AuthenticationOk ends the watch. Other refusals (no entry in pg_hba.conf, too many clients, no such database) are nobody's guess.
/// </summary>
internal static class PostgresDialogue
{
    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 9)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(segment[1..]);
            if (segment[0] == 'R' && BinaryPrimitives.ReadUInt32BigEndian(segment[5..]) == 0) talk.Done = true;
            if (segment[0] == 'E')
            {
                if (segment.IndexOf("\0C28P01\0"u8) >= 0) talk.Refused++;
                talk.Done = true;
            }

            if (talk.Done || length < 4 || length >= (uint)segment.Length) return;
            segment = segment[(int)(length + 1)..];
        }
    }
}
