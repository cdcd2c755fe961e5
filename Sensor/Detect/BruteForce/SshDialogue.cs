namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// SSH by the length of the server's answers (RFC 4253, RFC 4252). Up to NEWKEYS the server's packets are plain and are stepped over. The
/// first answer after that is SERVICE_ACCEPT, whose 17 bytes of payload make it exactly 16 bytes longer than USERAUTH_SUCCESS with its one
/// byte, whatever cipher and MAC. A refusal lists the server's methods and has one length for the whole conversation, told by the first
/// answer (clients ask for method "none" first). A conversation that ends without success has failed; see <see cref="Ended"/>.
/// </summary>
internal static class SshDialogue
{
    private const byte Banner = 0;
    private const byte Plain = 1;
    private const byte KeysTaken = 2;
    private const byte Accepting = 3;
    private const byte Asking = 4;

    /// <summary>RFC 4253 §4.2.</summary>
    private const int LongestBanner = 255;

    /// <summary>SERVICE_ACCEPT under every pair of cipher and MAC that OpenSSH speaks, from 8-byte blocks with a 4-byte tag to a 64-byte tag.</summary>
    private const int LeastAccept = 36;
    private const int MostAccept = 104;

    /// <summary>An offered key (the smallest kind has 51 bytes, and its name) is so much longer than SERVICE_ACCEPT; a password of 60 letters is not.</summary>
    private const int KeyOffer = 80;

    /// <summary>
    /// Under ciphers of 16-byte blocks OpenSSH's client pads a password to a small key offer's length. Whoever types takes half a second, a program that
    /// offers keys does not.
    /// </summary>
    private const long Typed = 500_000_000;
    private const int TypedPassword = 200;

    /// <summary>
    /// "keyboard-interactive" is asked for in so many bytes more than "none". Its prompt can be as long as a refusal, and a server without it
    /// refuses before any password was sent: such a request is excused, but never two in a row.
    /// </summary>
    private const int KeyboardRequest = 24;

    /// <summary>The longest list of methods; a longer first answer has the server's banner in it.</summary>
    private const int LongestList = 96;

    /// <summary>Answers other than refusals that no failing conversation has: a session has begun unseen.</summary>
    private const int SessionBytes = 4096;

    /// <summary>The server speaks. <paramref name="length"/> is the true length of what <paramref name="payload"/> holds the captured part of.</summary>
    public static void Answer(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length)
    {
        if (talk.Phase is Banner or Plain)
        {
            if (!Step(ref talk, payload, length)) talk.Done = true;
            return;
        }

        ref var sizes = ref talk.Sizes;
        if (talk.Phase == KeysTaken && sizes.Request > 0) talk.Phase = Accepting;
        // Extensions that the server adds to its new keys unasked.
        if (talk.Phase == KeysTaken) return;
        if (talk.Phase == Asking && sizes.Answer == 0 && length == sizes.Accept - 16)
        {
            talk.Done = true;
            return;
        }

        sizes.Answer = Add(sizes.Answer, length);
        sizes.LastAnswer = Add(0, length);
    }

    /// <summary>The client speaks: what the server said until now is a whole answer.</summary>
    /// <param name="pause">Nanoseconds since either side last spoke.</param>
    public static void Request(ref LoginTalk talk, int length, long pause)
    {
        if (talk.Phase is Banner or Plain) return;
        Settle(ref talk);
        if (talk.Sizes.Answer > 0) talk.Sizes.Typed = pause >= Typed;
        talk.Sizes.Request = Add(talk.Sizes.Answer > 0 ? (ushort)0 : talk.Sizes.Request, length);
        talk.Sizes.Answer = 0;
    }

    /// <summary>
    /// The conversation is over and had no success. Each refused password counts; keys that were offered in vain count once together, since
    /// an agent offers all it has, and so does a conversation with nothing but the first refusal.
    /// </summary>
    public static void Ended(ref LoginTalk talk)
    {
        if (talk.Phase is Banner or Plain or KeysTaken) return;
        Settle(ref talk);
        if (talk.Done || talk.Sizes.Refusal == 0) return;
        talk.Refused += Math.Max((byte)1, talk.Sizes.Passwords);
    }

    private static void Settle(ref LoginTalk talk)
    {
        ref var sizes = ref talk.Sizes;
        if (sizes.Answer == 0) return;
        if (talk.Phase == Accepting)
        {
            // Something else may have come before it; tiny segments may have cut it.
            sizes.Accept = sizes.Answer <= MostAccept ? sizes.Answer : sizes.LastAnswer;
            talk.Phase = Asking;
            if (sizes.Accept is < LeastAccept or > MostAccept) talk.Done = true;
        }
        else if (sizes.Refusal == 0)
        {
            sizes.Refusal = sizes.Answer <= sizes.Accept + LongestList || sizes.LastAnswer < sizes.Accept ? sizes.Answer : sizes.LastAnswer;
            sizes.None = sizes.Request;
        }
        else
        {
            var refusals = RefusalsIn(in sizes);
            if (refusals > 0) Refuse(ref sizes, refusals);
            else sizes.Other = Add(sizes.Other, sizes.Answer);
            if (sizes.Other >= SessionBytes) talk.Done = true;
        }
    }

    // Requests sent in one go are answered in one go. Behind a server's banner the refusal's length is not known: any short answer is one.
    private static int RefusalsIn(ref readonly LoginSizes sizes)
    {
        if (sizes.Refusal <= sizes.Accept + LongestList) return sizes.Answer % sizes.Refusal == 0 ? sizes.Answer / sizes.Refusal : 0;
        return sizes.Answer >= sizes.Accept && sizes.Answer <= sizes.Accept + LongestList ? 1 : 0;
    }

    private static void Refuse(ref LoginSizes sizes, int refusals)
    {
        var excused = refusals == 1 && !sizes.Excused && IsKeyboardRequest(in sizes);
        sizes.Excused = excused;
        if (excused || sizes.Request / refusals >= sizes.Accept + (sizes.Typed ? TypedPassword : KeyOffer)) return;
        sizes.Passwords = (byte)Math.Min(byte.MaxValue, sizes.Passwords + refusals);
    }

    // Ciphers of 16-byte blocks round the difference down or up.
    private static bool IsKeyboardRequest(ref readonly LoginSizes sizes)
    {
        var more = sizes.Request - sizes.None;
        var wideBlocks = (sizes.None - sizes.Accept) % 16 == 0 && (sizes.Refusal - sizes.Accept) % 16 == 0;
        return wideBlocks ? more is KeyboardRequest - 8 or KeyboardRequest + 8 : more == KeyboardRequest;
    }

    private static bool Step(ref LoginTalk talk, ReadOnlySpan<byte> payload, int length)
    {
        var missing = length - payload.Length;
        if (talk.Phase == Banner)
        {
            var end = payload.IndexOf((byte)'\n');
            if (end < 0) return missing == 0 && payload.Length <= LongestBanner;
            talk.Phase = Plain;
            payload = payload[(end + 1)..];
        }

        if (!SshPlainPackets.Take(ref talk.Sizes, payload, payload.Length + missing, out var newKeys)) return false;
        if (newKeys) talk.Phase = KeysTaken;
        return true;
    }

    private static ushort Add(ushort bytes, int more) => (ushort)Math.Min(ushort.MaxValue, bytes + more);
}
