using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// Logins under TLS by sizes, pauses and who closes. Mail and FTP servers hold a refusal back for a second or more (Dovecot, vsftpd, PAM) and
/// answer all else at once: a short answer held back, with nothing but a goodbye after it, is a refused try; one that is followed by more is
/// a success. A database server closes after its refusal with the last word; a client that was let in says goodbye first. Remote desktop's
/// network login is two messages; a third is only sent by whom the server believed.
/// </summary>
internal static class TlsDialogue
{
    private const long Second = 1_000_000_000;
    private const byte Handshake = 22;
    private const int MostHellos = 3;

    /// <summary>Longer than a table look-up takes, shorter than any delay in use.</summary>
    private const long HeldBack = Second;
    private const int ShortAnswer = 300;

    /// <summary>Two refusals differ by their tags at most.</summary>
    private const int SizesDiffer = 8;

    /// <summary>More answers than a repeated login takes (AUTH LOGIN has two) are a session's.</summary>
    private const int SessionAnswers = 4;

    /// <summary>A refusal's bytes and time, generously; sessions are larger or longer.</summary>
    private const int RefusalBytes = 1500;
    private const long RefusalTime = 30 * Second;

    public static bool Begins(ReadOnlySpan<byte> segment) => segment.Length >= 6 && segment[0] == Handshake && segment[1] == 3;

    public static void Request(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length, long now)
    {
        ref var tls = ref talk.Tls;
        var before = tls.Client.Records;
        if (!tls.Client.Take(payload, length)) talk.Done = true;
        if (tls.Client.Records == before || Requests(in tls) <= 0) return;
        if (Requests(in tls) == 1 && !tls.Asked && tls.Answers == 0) tls.Before = tls.Server.Bytes;
        (tls.Asked, tls.AskedAt) = (true, now);
    }

    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length, long now)
    {
        ref var tls = ref talk.Tls;
        var (records, bytes) = (tls.Server.Records, tls.Server.Bytes);
        if (!tls.Server.Take(payload, length)) talk.Done = true;
        if (tls.Server.Records == records) return;
        // Only TLS 1.3 has data from the server before the client's second flight (a hello, perhaps asked for again).
        if (records == 0) tls.IsVersion13 = tls.Client.AllRecords <= MostHellos;
        if (!tls.Asked) return;
        tls.Asked = false;
        tls.Answers++;
        var size = tls.Server.Bytes - bytes;
        if (now - tls.AskedAt >= HeldBack && size <= ShortAnswer) Hold(ref tls, (ushort)size);
        else tls.AnswersSince++;
        if (tls.AnswersSince > SessionAnswers) talk.Done = true;
    }

    // Dovecot holds back its prompts to a known guesser too: they are shorter than its refusals.
    private static void Hold(ref TlsTalk tls, ushort size)
    {
        tls.AnswersSince = 0;
        if (size < tls.HeldBackSize - SizesDiffer) return;
        tls.HeldBack = (byte)(size > tls.HeldBackSize + SizesDiffer ? 1 : Math.Min(byte.MaxValue, tls.HeldBack + 1));
        tls.HeldBackSize = Math.Max(size, tls.HeldBackSize);
    }

    /// <summary>The conversation is over: what was it?</summary>
    public static void Ended(ref LoginTalk talk, ref readonly Flow flow, long now)
    {
        ref readonly var tls = ref talk.Tls;
        var brief = now - flow.Established <= RefusalTime && tls.Server.Bytes - tls.Before <= RefusalBytes;
        var turnedOut = brief && !tls.Asked && (flow.End & (FlowEnd.ResponderFirst | FlowEnd.ResponderReset)) != 0;
        talk.Refused += talk.Service switch
        {
            LoginService.MySql => turnedOut && Requests(in tls) is 1 or 2 ? 1 : 0,
            // The start-up message alone is refused for want of a database or a place, not for a password.
            LoginService.Postgres => turnedOut && Requests(in tls) is 2 or 3 ? 1 : 0,
            LoginService.Rdp => brief && Requests(in tls) == 2 ? 1 : 0,
            _ => tls.AnswersSince <= 1 ? tls.HeldBack : 0,
        };
    }

    private static int Requests(ref readonly TlsTalk tls) => tls.Client.Records - (tls.IsVersion13 ? 1 : 0);
}
