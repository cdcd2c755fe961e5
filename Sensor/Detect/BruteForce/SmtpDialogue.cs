namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>SMTP (RFC 4954): 535 is a refused try, whatever the mechanism; 235 ends the watch.</summary>
internal static class SmtpDialogue
{
    private const byte Idle = 0;
    private const byte Login = 1;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> segment, ulong seed)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            if (TextLines.Begins(lines.Line, "AUTH"u8)) (talk.Phase, talk.Credentials) = (Login, LoginHash.Of(lines.Line, seed));
            else if (talk.Phase == Login) talk.Credentials = LoginHash.And(talk.Credentials, lines.Line, seed);
        }
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> segment)
    {
        var lines = new TextLines(segment);
        while (lines.Next())
        {
            // A mail is being sent: its text is none of our business.
            if (TextLines.Begins(lines.Line, "354"u8)) (talk.ClientIgnored, talk.Credentials) = (true, 0);
            if (TextLines.Begins(lines.Line, "235"u8)) talk.Done = true;
            if (!TextLines.Begins(lines.Line, "535"u8)) continue;
            talk.Refused++;
            talk.Phase = Idle;
        }
    }
}
