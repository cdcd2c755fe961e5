namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// FTP (RFC 959): the server's 530, or 430, to a name or password is a refused try. A 530 to any other command only says that a login is
/// missing. The dialogue is followed after a success too: some servers let a client name another user then.
/// </summary>
internal static class FtpDialogue
{
    private const byte Login = 0;
    private const byte OtherCommand = 1;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment, ulong seed)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            var isRest = talk.CutLine;
            talk.CutLine = !lines.IsWhole;
            var (user, password) = (TextLines.Begins(lines.Line, "USER"u8), TextLines.Begins(lines.Line, "PASS"u8));
            if (user) talk.Credentials = LoginHash.Of(lines.Line, seed);
            if (password) talk.Credentials = LoginHash.And(talk.Credentials, lines.Line, seed);
            // Half a line may be half a password: who cuts his commands apart is not excused by it.
            talk.Phase = user || password || isRest || talk.CutLine ? Login : OtherCommand;
            if (isRest || talk.CutLine) talk.Credentials = 0;
        }
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
            if (talk.Phase == Login && (TextLines.Begins(lines.Line, "530"u8) || TextLines.Begins(lines.Line, "430"u8))) talk.Refused++;
    }
}
