using Tegument.Contracts.Addresses;
using Tegument.Sensor.Enforce.Protect;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Enforce;

/// <summary>A real sshd in a namespace: what its processes call themselves decides whom we protect.</summary>
public sealed class AdministratorSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-sshd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void An_authenticated_session_protects_its_peer_and_a_connection_or_a_guess_does_not()
    {
        Requires.Namespaces();
        Requires.Programs("sshd", "ssh", "ssh-keygen", "script", "nc");
        using var host = new NetworkNamespace("sshd");
        using var client = new NetworkNamespace("ssh");
        NetworkNamespace.Connect(host, "h0", ["10.78.1.1/24"], client, "c0", ["10.78.1.2/24", "10.78.1.3/24", "10.78.1.4/24", "10.78.1.5/24"]);
        StartServer(host);

        // With a command, with forwarding only, at the password prompt of a user that exists, and with nothing said at all.
        client.Start(Ssh("10.78.1.2", "-i", Key, "root@10.78.1.1", "sleep", "600"));
        client.Start(Ssh("10.78.1.3", "-i", Key, "-N", "root@10.78.1.1"));
        client.Start("script", "-qc", string.Join(' ', Ssh("10.78.1.4", "-o", "PubkeyAuthentication=no", "root@10.78.1.1")), "/dev/null");
        client.Start("sh", "-c", "sleep 600 | nc -s 10.78.1.5 10.78.1.1 2222");
        EnforcedNetwork.Eventually(() => Titles().Contains("sshd: root [priv]") && Sessions(host).Length == 2, () => string.Join("; ", Titles()));
        Sessions(host).ShouldBe([IpKey.Parse("10.78.1.2"), IpKey.Parse("10.78.1.3")]);
    }

    private string Key => Path.Combine(_folder, "user");

    private static IpKey[] Sessions(NetworkNamespace host) => ThreadNamespace.Run(host.Path, () =>
    {
        using var local = new LocalProtection();
        return local.Current.Protection.Sessions;
    });

    private static string[] Titles() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(p => Path.Combine(p, "cmdline")).Where(File.Exists)
            .Select(ReadTitle).Where(t => t.StartsWith("sshd: ", StringComparison.Ordinal)),
    ];

    private static string ReadTitle(string path)
    {
        try
        {
            return File.ReadAllText(path).Split('\0')[0];
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void StartServer(NetworkNamespace host)
    {
        Programs.Run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_folder, "host")]).OrThrow();
        Programs.Run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Key]).OrThrow();
        var settings = Path.Combine(_folder, "sshd_config");
        File.WriteAllText(settings, $"""
            Port 2222
            ListenAddress 10.78.1.1
            HostKey {Path.Combine(_folder, "host")}
            AuthorizedKeysFile {Key}.pub
            PermitRootLogin yes
            PasswordAuthentication yes
            StrictModes no
            UsePAM no
            PidFile none

            """);
        Directory.CreateDirectory("/run/sshd");
        host.Start(Requires.Find("sshd")!, "-D", "-f", settings);
        EnforcedNetwork.Eventually(() => host.Run("sh", "-c", "grep -q ':08AE 00000000:0000 0A' /proc/net/tcp").ExitCode == 0);
    }

    private static string[] Ssh(string source, params string[] rest) =>
        ["ssh", "-b", source, "-p", "2222", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", .. rest];
}
