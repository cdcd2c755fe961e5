namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// Telnet has no answers, only text for people: what the server writes after a password was typed is a refusal when it says so or asks
/// again, and a session when it says anything else.
/// </summary>
internal static class TelnetDialogue
{
    private const byte Start = 0;
    private const byte PasswordAsked = 1;
    private const byte PasswordTyped = 2;
    private const int MostBytes = 1024;

    /// <summary>Fewer letters are an echoed line end, or the prompt coming in pieces.</summary>
    private const int LeastText = 8;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        if (talk.Phase == PasswordAsked && segment.IndexOfAny((byte)'\r', (byte)'\n') >= 0) talk.Phase = PasswordTyped;
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        var text = segment[..Math.Min(segment.Length, MostBytes)];
        var asks = text.IndexOf("assword"u8) >= 0;
        if (talk.Phase == PasswordTyped)
        {
            var refused = SaysNo(text) || asks || (text.IndexOf("ogin:"u8) >= 0 && text.IndexOf("ast login"u8) < 0);
            if (!refused && Letters(text) < LeastText) return;
            if (refused) talk.Refused++;
            else talk.Done = true;
            talk.Phase = Start;
        }

        if (asks) talk.Phase = PasswordAsked;
    }

    // A greeting tells of failed logins too, beside the last one that was none.
    private static bool SaysNo(ReadOnlySpan<byte> text) =>
        text.IndexOf("ast login"u8) < 0
        && (text.IndexOf("incorrect"u8) >= 0 || text.IndexOf("invalid"u8) >= 0 || text.IndexOf("nvalid "u8) >= 0 || text.IndexOf("ailed"u8) >= 0
            || text.IndexOf("enied"u8) >= 0 || text.IndexOf("Bad pass"u8) >= 0);

    private static int Letters(ReadOnlySpan<byte> text)
    {
        var letters = 0;
        foreach (var b in text)
            if (b is > 0x20 and < 0x7F) letters++;
        return letters;
    }
}
