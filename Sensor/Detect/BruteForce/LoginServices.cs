using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>Tells the service of a conversation by its port or by the server's first bytes. Pure.</summary>
internal static class LoginServices
{
    private static readonly string[] Names =
    [
        "", Techniques.Ssh, Techniques.Rdp, Techniques.Ftp, Techniques.Smtp, Techniques.Imap, Techniques.Pop3, Techniques.MySql,
        Techniques.Postgres, Techniques.Telnet, Techniques.HttpBasic,
    ];

    public static string NameOf(LoginService service) => Names[(int)service];

    /// <summary>Services by IANA's ports and the customary second ones. SSH is met by its banner, wherever it listens.</summary>
    public static LoginService OfPort(ushort port) => port switch
    {
        21 or 990 or 2121 => LoginService.Ftp,
        23 or 2323 => LoginService.Telnet,
        25 or 465 or 587 or 2525 => LoginService.Smtp,
        110 or 995 => LoginService.Pop3,
        143 or 993 => LoginService.Imap,
        3306 => LoginService.MySql,
        3389 => LoginService.Rdp,
        5432 => LoginService.Postgres,
        _ => LoginService.None,
    };

    /// <summary>A server that speaks first says what it is (RFC 4253 §4.2, RFC 959, RFC 5321, RFC 3501, RFC 1939).</summary>
    public static LoginService OfBanner(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith("SSH-"u8)) return LoginService.Ssh;
        if (first.StartsWith("* OK"u8)) return LoginService.Imap;
        if (first.StartsWith("+OK"u8)) return LoginService.Pop3;
        if (!first.StartsWith("220"u8)) return LoginService.None;
        return first.IndexOf("SMTP"u8) >= 0 ? LoginService.Smtp : first.IndexOf("FTP"u8) >= 0 ? LoginService.Ftp : LoginService.None;
    }
}
