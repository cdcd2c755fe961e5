namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>What somebody tries to log in to.</summary>
public enum LoginService : byte
{
    None = 0,
    Ssh,
    Rdp,
    Ftp,
    Smtp,
    Imap,
    Pop3,
    MySql,
    Postgres,
    Telnet,
    HttpBasic,
}
