namespace Tegument.Sensor.Detect;

/// <summary>
/// Domains whose own software asks them long encoded names all day: reputation services of virus scanners and mail filters. Their names are
/// not to be told from a tunnel's, and nobody but their owner receives what is asked under them. Pure.
/// </summary>
internal static class DnsTunnelLookups
{
    private const int Longest = 24;

    /// <param name="domain">Labels behind their lengths, in any letter case.</param>
    public static bool Knows(ReadOnlySpan<byte> domain)
    {
        if (domain.Length > Longest) return false;
        Span<byte> text = stackalloc byte[Longest];
        for (var rest = domain; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            var at = domain.Length - rest.Length;
            text[at] = (byte)'.';
            for (var i = 1; i <= rest[0]; i++) text[at + i] = (byte)(rest[i] | 0x20);
        }

        return IsKnown(text[..domain.Length]);
    }

    private static bool IsKnown(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(".sophosxl.net"u8) || text.SequenceEqual(".mcafee.com"u8) || text.SequenceEqual(".e5.sk"u8)
        || text.SequenceEqual(".spamhaus.net"u8) || text.SequenceEqual(".spamhaus.org"u8) || text.SequenceEqual(".surbl.org"u8)
        || text.SequenceEqual(".trendmicro.com"u8) || text.SequenceEqual(".cymru.com"u8) || text.SequenceEqual(".rspamd.com"u8);
}
