using System.Buffers.Text;

namespace Tegument.Sensor.Detect.SlowHttp;

/// <summary>What a segment that begins a request leaves open (RFC 9112 §2.1, §6). Pure.</summary>
internal static class HttpHead
{
    /// <summary>A body without a known length.</summary>
    public const long Unknown = -1;

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>True when the request is not whole in this segment.</summary>
    /// <param name="body">Bytes of the body still to come; 0 when the head itself is unfinished and brings none, <see cref="Unknown"/> when nobody said how many.</param>
    public static bool IsOpen(ReadOnlySpan<byte> segment, out long body)
    {
        body = 0;
        // By far the most requests have no body and end where their segment ends.
        if (segment.EndsWith(End) && segment[0] != 'P') return false;
        var end = segment.IndexOf(End);
        if (end < 0)
        {
            // What a request of this kind brings with it cannot be told before its head is whole.
            if (segment[0] == 'P') body = Unknown;
            return true;
        }

        var head = segment[..(end + 2)];
        if (LengthOf(head) is { } length)
        {
            body = length - (segment.Length - end - End.Length);
            return body > 0;
        }

        body = Unknown;
        return Field(head, "ransfer-Encoding:"u8) is { IsEmpty: false } && !segment.EndsWith("0\r\n\r\n"u8);
    }

    private static long? LengthOf(ReadOnlySpan<byte> head) =>
        Field(head, "ontent-Length:"u8) is { IsEmpty: false } value && Utf8Parser.TryParse(value, out long length, out _) && length >= 0 ? length : null;

    // Field names come in any case, yet nearly always in one of two: with capitals or all small.
    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        if (at < 0)
        {
            Span<byte> small = stackalloc byte[name.Length];
            System.Text.Ascii.ToLower(name, small, out _);
            at = head.IndexOf(small);
        }

        return at < 0 ? default : head[(at + name.Length)..].TrimStart((byte)' ');
    }
}
