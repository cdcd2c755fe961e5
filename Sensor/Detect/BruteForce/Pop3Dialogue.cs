namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>POP3 (RFC 1939, RFC 5034): -ERR to PASS, APOP or AUTH is a refused try, +OK ends the watch.</summary>
internal static class Pop3Dialogue
{
    private const byte Other = 0;
    private const byte Login = 1;

    /// <summary>A command came in pieces: it may be a login, so -ERR counts, and may be none, so +OK proves nothing.</summary>
    private const byte Unclear = 2;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment, ulong seed)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            var isRest = talk.CutLine;
            talk.CutLine = !lines.IsWhole;
            var line = lines.Line;
            if (isRest || talk.CutLine) (talk.Phase, talk.Credentials) = (Unclear, 0);
            else if (TextLines.Begins(line, "USER"u8)) (talk.Phase, talk.Credentials) = (Other, LoginHash.Of(line, seed));
            else if (TextLines.Begins(line, "PASS"u8)) (talk.Phase, talk.Credentials) = (Login, LoginHash.And(talk.Credentials, line, seed));
            // AUTH without a mechanism asks for the list of them.
            else if (TextLines.Begins(line, "APOP"u8) || (TextLines.Begins(line, "AUTH"u8) && line.Length > 5)) (talk.Phase, talk.Credentials) = (Login, LoginHash.Of(line, seed));
            else if (IsHarmless(line)) talk.Phase = Other;
            else if (talk.Phase == Login) talk.Credentials = LoginHash.And(talk.Credentials, line, seed);
        }
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            if (talk.Phase == Other) continue;
            if (TextLines.Begins(lines.Line, "+OK"u8) && talk.Phase == Login) talk.Done = true;
            if (!TextLines.Begins(lines.Line, "-ERR"u8)) continue;
            if (!IsTrouble(TextLines.AfterWord(lines.Line))) talk.Refused++;
            talk.Phase = Other;
        }
    }

    private static bool IsHarmless(ReadOnlySpan<byte> line) =>
        TextLines.Begins(line, "CAPA"u8) || TextLines.Begins(line, "STLS"u8) || TextLines.Begins(line, "AUTH"u8) || TextLines.Begins(line, "NOOP"u8) || TextLines.Begins(line, "QUIT"u8);

    // RFC 2449 and RFC 3206: a mailbox in use or a server in trouble refused no password.
    private static bool IsTrouble(ReadOnlySpan<byte> text) =>
        text.StartsWith("[IN-USE]"u8) || text.StartsWith("[LOGIN-DELAY]"u8) || text.StartsWith("[SYS/"u8);
}
