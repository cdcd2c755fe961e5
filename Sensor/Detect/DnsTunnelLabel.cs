namespace Tegument.Sensor.Detect;

/// <summary>What a label's characters tell: words, or data in disguise. Pure.</summary>
internal static class DnsTunnelLabel
{
    /// <summary>Shorter ones carry nothing worth a tunnel and are random in every content network.</summary>
    public const int Shortest = 12;

    /// <summary>An alphabet of data in one name alone: bits per character above any word's or hexadecimal number's.</summary>
    private const double DenseBits = 4.3;

    /// <summary>
    /// Digits and letters change places as they do in hexadecimal, base32 and base64 but not in words or in numbered names, or a quarter of
    /// the bytes is no ASCII. Letter case says nothing: resolvers shuffle it (the "0x20" hardening).
    /// </summary>
    public static bool IsEncoded(ReadOnlySpan<byte> label)
    {
        int changes = 0, high = 0, previous = 0;
        foreach (var character in label)
        {
            var kind = KindOf(character);
            if (kind != previous && kind != 0 && previous != 0) changes++;
            if (character >= 0x80) high++;
            previous = kind;
        }

        return changes * 7 >= label.Length || high * 4 >= label.Length;
    }

    /// <summary>Data beyond doubt in a single label: long, dense, and in characters that no host name may bear (RFC 952).</summary>
    public static bool IsLoud(ReadOnlySpan<byte> label)
    {
        if (label.Length < 32 || !IsEncoded(label)) return false;
        int foreign = 0, high = 0;
        Span<byte> counts = stackalloc byte[256];
        counts.Clear();
        foreach (var character in label)
        {
            counts[character]++;
            if (character >= 0x80) high++;
            else if (character is (byte)'=' or (byte)'+' or (byte)'/' or (byte)'*') foreign++;
        }

        return (foreign > 0 || high * 4 >= label.Length) && BitsPerCharacter(counts, label.Length) >= DenseBits;
    }

    /// <summary>Shannon's entropy of the characters' frequencies.</summary>
    private static double BitsPerCharacter(ReadOnlySpan<byte> counts, int total)
    {
        var sum = 0.0;
        foreach (var count in counts)
            if (count > 0) sum += count * Math.Log2((double)total / count);
        return sum / total;
    }

    private static int KindOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => 1,
        >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' => 2,
        _ => 0,
    };
}
