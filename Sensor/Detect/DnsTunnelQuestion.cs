using System.Buffers.Binary;

namespace Tegument.Sensor.Detect;

/// <summary>
/// The question of a DNS message (RFC 1035 §4.1), read without following anything: a compression pointer has no place in the first name of a
/// message, so a question that holds one is unreadable. Borrows the message. Never throws.
/// </summary>
internal readonly ref struct DnsTunnelQuestion
{
    private const int HeaderLength = 12;
    private const int MaxName = 255;
    private const int MaxLabel = 63;

    private DnsTunnelQuestion(ReadOnlySpan<byte> name, int host, int longest, ushort type, bool isAnswer, bool hasAnswers)
    {
        Name = name;
        HostLength = host;
        Longest = longest;
        Type = type;
        IsAnswer = isAnswer;
        HasAnswers = hasAnswers;
    }

    /// <summary>The labels, each behind its length; without the root.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>How many bytes of <see cref="Name"/> lie before the domain that somebody registered.</summary>
    public int HostLength { get; }

    /// <summary>Bytes of the longest label.</summary>
    public int Longest { get; }

    public ushort Type { get; }

    public bool IsAnswer { get; }

    public bool HasAnswers { get; }

    /// <summary>The labels that the client chose.</summary>
    public ReadOnlySpan<byte> Host => Name[..HostLength];

    public ReadOnlySpan<byte> Domain => Name[HostLength..];

    /// <summary>Reverse names are addresses in text.</summary>
    public bool IsReverse => Name.Length >= 5 && Name[^5] == 4 && EqualsIgnoreCase(Name[^4..], "arpa"u8);

    /// <summary>False for what is no standard query with one question.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out DnsTunnelQuestion question)
    {
        question = default;
        if (message.Length < HeaderLength + 5 || (message[2] & 0x78) != 0 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return false;
        var rest = message[HeaderLength..];
        int at = 0, longest = 0;
        // Where the last three labels begin.
        int third = 0, second = 0, last = 0;
        while (true)
        {
            if (at >= rest.Length) return false;
            int length = rest[at];
            if (length == 0) break;
            if (length > MaxLabel || at + 1 + length > MaxName) return false;
            longest = Math.Max(longest, length);
            (third, second, last) = (second, last, at);
            at += 1 + length;
        }

        if (at + 5 > rest.Length) return false;
        var name = rest[..at];
        var type = BinaryPrimitives.ReadUInt16BigEndian(rest[(at + 1)..]);
        question = new(name, HasPublicSecondLevel(name, second, last) ? third : second, longest, type, (message[2] & 0x80) != 0, (message[6] | message[7]) != 0);
        return true;
    }

    // "co.uk", "com.au", "ac.jp": without a list of all registries, a short label under a country's code is one.
    private static bool HasPublicSecondLevel(ReadOnlySpan<byte> name, int second, int last) => last > second && name[last] == 2 && name[second] <= 3;

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        for (var i = 0; i < lower.Length; i++)
            if ((text[i] | 0x20) != lower[i]) return false;
        return true;
    }
}
