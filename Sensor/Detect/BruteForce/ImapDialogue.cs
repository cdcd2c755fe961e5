namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>IMAP (RFC 9051): a tagged NO to LOGIN or AUTHENTICATE is a refused try, a tagged OK ends the watch.</summary>
internal static class ImapDialogue
{
    private const byte Other = 0;
    private const byte Login = 1;

    /// <summary>A command came in pieces: it may be a login, so a NO counts, and may be none, so an OK proves nothing.</summary>
    private const byte Unclear = 2;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment, ulong seed)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            var isRest = talk.CutLine;
            talk.CutLine = !lines.IsWhole;
            var command = TextLines.AfterWord(lines.Line);
            if (isRest || talk.CutLine) (talk.Phase, talk.Credentials) = (Unclear, 0);
            else if (TextLines.Begins(command, "LOGIN"u8) || TextLines.Begins(command, "AUTHENTICATE"u8)) (talk.Phase, talk.Credentials) = (Login, LoginHash.Of(command, seed));
            else if (IsHarmless(command)) talk.Phase = Other;
            else if (talk.Phase == Login) talk.Credentials = LoginHash.And(talk.Credentials, lines.Line, seed);
        }
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            if (talk.Phase == Other || lines.Line.IsEmpty || lines.Line[0] is (byte)'*' or (byte)'+') continue;
            var answer = TextLines.AfterWord(lines.Line);
            if (TextLines.Begins(answer, "OK"u8) && talk.Phase == Login) talk.Done = true;
            if (!TextLines.Begins(answer, "NO"u8)) continue;
            if (!IsTrouble(TextLines.AfterWord(answer))) talk.Refused++;
            talk.Phase = Other;
        }
    }

    private static bool IsHarmless(ReadOnlySpan<byte> command) =>
        TextLines.Begins(command, "CAPABILITY"u8) || TextLines.Begins(command, "ID"u8) || TextLines.Begins(command, "NOOP"u8)
        || TextLines.Begins(command, "STARTTLS"u8) || TextLines.Begins(command, "LOGOUT"u8);

    // RFC 5530: the server's own trouble, or its wish for encryption, says nothing of the password.
    private static bool IsTrouble(ReadOnlySpan<byte> text) =>
        text.StartsWith("[UNAVAILABLE]"u8) || text.StartsWith("[PRIVACYREQUIRED]"u8) || text.StartsWith("[INUSE]"u8)
        || text.StartsWith("[LIMIT]"u8) || text.StartsWith("[CONTACTADMIN]"u8) || text.StartsWith("[SERVERBUG]"u8);
}
