namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// Steps over the packets that an SSH server sends before encryption begins (RFC 4253 §6: length, padding length, message number), wherever
/// the segments end, and says when its NEWKEYS went by. Pure; keeps its place in <see cref="LoginSizes"/>.
/// </summary>
internal static class SshPlainPackets
{
    private const int HeaderLength = 6;
    private const byte NewKeys = 21;

    /// <summary>RFC 4253 §6.1 asks for 35,000; key exchange packets are far smaller.</summary>
    private const uint Longest = 65_536;

    /// <summary>Takes one segment. False when this cannot be SSH, or the piece that matters was not captured.</summary>
    /// <param name="length">The segment's true length; <paramref name="payload"/> is what was captured of it.</param>
    public static bool Take(ref LoginSizes sizes, ReadOnlySpan<byte> payload, int length, out bool newKeys)
    {
        newKeys = false;
        var missing = (uint)(length - payload.Length);
        while (!payload.IsEmpty)
        {
            var taken = 1;
            if (sizes.HeaderRead < HeaderLength)
            {
                if (!Header(ref sizes, payload[0])) return false;
            }
            else
            {
                taken = (int)Math.Min(sizes.Skip, (uint)payload.Length);
                sizes.Skip -= (uint)taken;
            }

            payload = payload[taken..];
            if (IsWhole(ref sizes, ref newKeys)) return true;
        }

        if (missing == 0) return true;
        if (sizes.HeaderRead < HeaderLength || sizes.Skip < missing) return false;
        sizes.Skip -= missing;
        IsWhole(ref sizes, ref newKeys);
        return true;
    }

    private static bool Header(ref LoginSizes sizes, byte next)
    {
        if (sizes.HeaderRead < 4) sizes.Skip = (sizes.Skip << 8) | next;
        else if (sizes.HeaderRead == HeaderLength - 1) sizes.Message = next;
        if (++sizes.HeaderRead < HeaderLength) return true;
        // The length counts the padding's length and the message number, which were read.
        if (sizes.Skip is < 2 or > Longest) return false;
        sizes.Skip -= 2;
        return true;
    }

    // At a packet's end the next header begins; true when it was the last plain packet.
    private static bool IsWhole(ref LoginSizes sizes, ref bool newKeys)
    {
        if (sizes.HeaderRead < HeaderLength || sizes.Skip > 0) return false;
        sizes.HeaderRead = 0;
        return newKeys = sizes.Message == NewKeys;
    }
}
