using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Foreign;

/// <summary>
/// A namespace with our silo and the distribution's own crowdsec-firewall-bouncer, which is configured as our documentation says and
/// fills nftables sets of its own.
/// </summary>
internal sealed class BouncerHost : IDisposable
{
    private const string Shipped = "/etc/crowdsec/bouncers/crowdsec-firewall-bouncer.yaml";
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-bouncer-").FullName;

    public BouncerHost()
    {
        Requires.Namespaces();
        Requires.Programs("nft", "crowdsec-firewall-bouncer");
        Space = new NetworkNamespace("bouncer");
        StartSilo();
    }

    public NetworkNamespace Space { get; }

    public Daemon Silo { get; private set; } = null!;

    public Daemon Bouncer { get; private set; } = null!;

    private string Data => Path.Combine(_folder, "data");

    public void StartSilo() =>
        Silo = new Daemon(Space.Start("dotnet", Built.Silo, "--data", Data, "--listen", "http://127.0.0.1:7500"), "listening on ").WaitUntilReady();

    public void StartBouncer()
    {
        var token = Verb("token", "new", "--role", "bouncer").OrThrow().Output.Trim();
        var config = Path.Combine(_folder, "crowdsec-firewall-bouncer.yaml");
        File.Copy(Shipped, config, overwrite: true);

        // What a test needs beside what people paste: soon, and where we hear it.
        var quick = $"update_frequency: 1s\nlog_mode: stdout\npid_dir: {_folder}\n";
        File.WriteAllText(config + ".local", DocumentedConfig.Block("bouncer").Replace("TOKEN", token, StringComparison.Ordinal) + quick);
        Bouncer = new Daemon(Space.Start("crowdsec-firewall-bouncer", "-c", config), "");
    }

    public ProgramResult Verb(params string[] arguments) => Space.Run(["dotnet", Built.Host, .. arguments, "--data", Data]);

    /// <summary>What its sets hold, as the nft program lists them.</summary>
    public string Sets() =>
        Space.Run("nft", "list", "set", "ip", "crowdsec", "crowdsec-blacklists").Output + Space.Run("nft", "list", "set", "ip6", "crowdsec6", "crowdsec6-blacklists").Output;

    public void UntilHeld(string address, bool held = true) =>
        Until.True(() => Sets().Contains(address + " ", StringComparison.Ordinal) == held, $"{address} {(held ? "in" : "out of")} the bouncer's set", everyMs: 100);

    public void Dispose()
    {
        Silo?.Dispose();
        Space.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
