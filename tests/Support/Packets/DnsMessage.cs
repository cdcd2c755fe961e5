using System.Text;

namespace Tegument.Tests.Support.Packets;

/// <summary>DNS messages with one question (RFC 1035 §4.1). Names are Latin-1, so that a test can put any byte into a label.</summary>
public static class DnsMessage
{
    public const int A = 1;
    public const int Cname = 5;
    public const int Null = 10;
    public const int Txt = 16;
    public const int Any = 255;

    public static byte[] Question(string name, int type = A, ushort id = 0x1234) =>
        [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Name(name), (byte)(type >> 8), (byte)type, 0, 1];

    /// <summary>The answer holds one record of <paramref name="length"/> bytes.</summary>
    public static byte[] Answer(string name, int type, int length, ushort id = 0x1234) =>
    [
        (byte)(id >> 8), (byte)id, 0x85, 0, 0, 1, 0, 1, 0, 0, 0, 0, .. Name(name), (byte)(type >> 8), (byte)type, 0, 1,
        0xC0, 12, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(length >> 8), (byte)length, .. new byte[length],
    ];

    private static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.Latin1.GetBytes(l)]), 0];
}
