namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// HTTP basic authentication (RFC 7617): a 401 to a request that carried credentials is a refused try. The challenge that a request without
/// credentials meets is none, and neither are NTLM's and Negotiate's rounds.
/// </summary>
internal static class HttpDialogue
{
    private const byte Idle = 0;
    private const byte Asked = 1;

    /// <summary>A head longer than this in one segment is searched no further.</summary>
    private const int MostHead = 8192;

    /// <summary>True when the segment begins a request (RFC 9110 §9.1 and WebDAV's most used methods).</summary>
    public static bool IsRequest(ReadOnlySpan<byte> segment) => segment.Length >= 16 && segment[0] switch
    {
        (byte)'G' => segment.StartsWith("GET "u8),
        (byte)'P' => segment.StartsWith("POST "u8) || segment.StartsWith("PUT "u8) || segment.StartsWith("PROPFIND "u8) || segment.StartsWith("PATCH "u8),
        (byte)'H' => segment.StartsWith("HEAD "u8),
        (byte)'O' => segment.StartsWith("OPTIONS "u8),
        (byte)'D' => segment.StartsWith("DELETE "u8),
        (byte)'R' => segment.StartsWith("REPORT "u8),
        _ => false,
    };

    /// <summary>The credentials that the request's head carries; empty when there are none.</summary>
    public static ReadOnlySpan<byte> Credentials(ReadOnlySpan<byte> segment)
    {
        var head = segment[..Math.Min(segment.Length, MostHead)];
        for (var at = head.IndexOf("uthorization:"u8); at > 1; at = head.IndexOf("uthorization:"u8))
        {
            var isField = head[at - 2] == '\n' && (head[at - 1] | 0x20) == 'a';
            head = head[(at + "uthorization:".Length)..];
            var value = head.TrimStart((byte)' ');
            if (!isField || value.Length < 6 || !System.Text.Ascii.EqualsIgnoreCase(value[..6], "basic "u8)) continue;
            var end = value.IndexOf((byte)'\r');
            return end < 0 ? value : value[..end];
        }

        return default;
    }

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment, ulong seed)
    {
        if (!IsRequest(segment)) return;
        var credentials = Credentials(segment);
        (talk.Phase, talk.Credentials) = credentials.IsEmpty ? (Idle, 0) : (Asked, LoginHash.Of(credentials, seed));
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        if (talk.Phase != Asked || segment.Length < 12 || !segment.StartsWith("HTTP/1."u8) || segment[9] == '1') return;
        talk.Phase = Idle;
        if (segment[9..12].SequenceEqual("401"u8)) talk.Refused++;
        else talk.Done = true;
    }
}
