using System.Buffers.Binary;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// MySQL and MariaDB (client/server protocol: 3 bytes length, 1 byte sequence): an error packet with code 1045 or 1698, "access denied for
/// user", is a refused try; an OK packet ends the watch.
/// </summary>
internal static class MySqlDialogue
{
    private const byte Start = 0;
    private const byte Greeted = 1;
    private const byte ProtocolVersion = 10;
    private const byte Ok = 0x00;
    private const byte Error = 0xFF;
    private const int AccessDenied = 1045;
    private const int AccessDeniedNoPassword = 1698;

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 7) return;
        var type = segment[4];
        if (talk.Phase == Start)
        {
            talk.Phase = Greeted;
            talk.Done = type != ProtocolVersion;
        }
        else if (type == Error)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(segment[5..]) is AccessDenied or AccessDeniedNoPassword) talk.Refused++;
            talk.Done = true;
        }
        else if (type == Ok)
        {
            talk.Done = true;
        }
    }
}
