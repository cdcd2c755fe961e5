using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Logins;

/// <summary>
/// What people log in to, on the protected host: an sshd that takes passwords and one key, a vsftpd that takes passwords and anonymous
/// users, and a web server (port 8088) with a page behind HTTP basic. They end with the namespace; dispose removes their files.
/// </summary>
internal sealed class LoginServers : IDisposable
{
    public const string Web = "http://10.93.1.1:8088";
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-logins-").FullName;

    public LoginServers(NetworkNamespace host)
    {
        Words = Write("words", string.Join('\n', Enumerable.Range(1, 60).Select(i => $"guess{i}")) + "\n");
        foreach (var key in new[] { "host", "user", "wrong" }) Programs.Run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_folder, key)]).OrThrow();
        var sshd = Write("sshd", $"""
            HostKey {Path.Combine(_folder, "host")}
            AuthorizedKeysFile {Path.Combine(_folder, "user.pub")}
            PermitRootLogin yes
            PasswordAuthentication yes
            StrictModes no
            UsePAM no
            PidFile none
            MaxStartups 100:30:200

            """);
        var ftp = Write("vsftpd", """
            listen=YES
            background=NO
            anonymous_enable=YES
            local_enable=YES
            seccomp_sandbox=NO
            pam_service_name=login
            secure_chroot_dir=/run/sshd

            """);
        Directory.CreateDirectory("/run/sshd");
        host.Start(Requires.Find("sshd")!, "-D", "-f", sshd);
        host.Start(Requires.Find("vsftpd")!, ftp);
        host.Start("python3", Script, "serve", "8088");
        // 22, 21 and 8088 in hexadecimal; 0A is LISTEN.
        foreach (var port in new[] { "0016", "0015", "1F98" })
            Until.True(() => host.Run("sh", "-c", $"grep -q ':{port} 00000000:0000 0A' /proc/net/tcp /proc/net/tcp6").ExitCode == 0, $"port {port} listens");
    }

    public static string Script { get; } = Path.Combine(Built.Root, "tests", "Host.Tests", "Logins", "logins.py");

    /// <summary>A file of passwords, none of them right.</summary>
    public string Words { get; }

    /// <summary>A login at the SSH server with a key it knows, after one that it does not know.</summary>
    public string[] Ssh(params string[] command) =>
    [
        "ssh", "-i", Path.Combine(_folder, "wrong"), "-i", Path.Combine(_folder, "user"), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
        "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", $"root@{ProtectedHost.Address}", .. command,
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
