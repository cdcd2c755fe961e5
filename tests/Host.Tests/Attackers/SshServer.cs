using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Attackers;

/// <summary>A real sshd in a namespace, with a key that opens it for root. It ends with the namespace; dispose removes the keys.</summary>
internal sealed class SshServer : IDisposable
{
    private const string Port = "2222";
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-siege-").FullName;
    private readonly string _address;

    public SshServer(NetworkNamespace space, string address)
    {
        _address = address;
        foreach (var key in new[] { "host", "user" }) Programs.Run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_folder, key)]).OrThrow();
        var settings = Path.Combine(_folder, "sshd_config");
        File.WriteAllText(settings, $"""
            Port {Port}
            ListenAddress {address}
            HostKey {Path.Combine(_folder, "host")}
            AuthorizedKeysFile {Path.Combine(_folder, "user.pub")}
            PermitRootLogin yes
            StrictModes no
            UsePAM no
            PidFile none

            """);
        Directory.CreateDirectory("/run/sshd");
        space.Start(Requires.Find("sshd")!, "-D", "-f", settings);
        // 08AE is 2222; 0A is LISTEN.
        Until.True(() => space.Run("sh", "-c", "grep -q ':08AE 00000000:0000 0A' /proc/net/tcp").ExitCode == 0, "sshd listens");
    }

    public static bool IsInstalled => Requires.Find("sshd") is not null && Requires.Find("ssh") is not null && Requires.Find("ssh-keygen") is not null;

    /// <summary>A login with the key from one of the caller's own addresses.</summary>
    public string[] Login(string source, params string[] command) =>
    [
        "ssh", "-b", source, "-p", Port, "-i", Path.Combine(_folder, "user"), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
        "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", $"root@{_address}", .. command,
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
