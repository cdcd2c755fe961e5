using System.Text.Json;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Chain;

/// <summary>
/// A protected host on the real kernel: attacker (10.93.1.0/24) and bystander (10.93.2.2) before it, an inner server (10.93.3.2) behind
/// it, silo and agent as processes of their own inside. The host's 10.93.1.1 serves port 80, and so does the inner server.
/// </summary>
internal sealed class ProtectedHost : IDisposable
{
    public const string Address = "10.93.1.1";
    public const string Inner = "10.93.3.2";
    private readonly string[] _agentOptions;

    public ProtectedHost(params string[] agentOptions) : this(null, agentOptions)
    {
    }

    /// <param name="prepare">What the host's namespace needs before silo and agent start in it.</param>
    public ProtectedHost(Action<NetworkNamespace>? prepare, params string[] agentOptions)
    {
        Requires.Namespaces();
        Requires.Programs("nft", "nmap", "hping3", "ncat", "curl");
        _agentOptions = agentOptions;
        Host = new NetworkNamespace("host");
        Attacker = new NetworkNamespace("attacker");
        Bystander = new NetworkNamespace("bystander");
        Behind = new NetworkNamespace("inner");
        NetworkNamespace.Connect(Attacker, "eth0", ["10.93.1.2/24", "fd93:0:0:1::2/64"], Host, "outer", [Address + "/24", "fd93:0:0:2::1/64"]);
        NetworkNamespace.Connect(Bystander, "eth0", ["10.93.2.2/24"], Host, "other", ["10.93.2.1/24"]);
        NetworkNamespace.Connect(Behind, "eth0", [Inner + "/24"], Host, "inner", ["10.93.3.1/24"]);
        foreach (var (space, via) in new[] { (Attacker, Address), (Bystander, "10.93.2.1"), (Behind, "10.93.3.1") })
            space.Run("ip", "route", "add", "default", "via", via).OrThrow();
        Attacker.Run("ip", "-6", "route", "add", "fd93:0:0:2::/64", "dev", "eth0").OrThrow();
        Host.Run("ip", "-6", "route", "add", "fd93:0:0:1::/64", "dev", "outer").OrThrow();
        Host.Run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 0 > /proc/sys/net/ipv4/icmp_ratelimit").OrThrow();
        Host.Start("ncat", "-lk", "80", "-c", "echo welcome");
        Behind.Start("ncat", "-lk", "80", "-c", "echo welcome");
        prepare?.Invoke(Host);
        StartSilo();
        StartAgent();
    }

    public NetworkNamespace Host { get; }

    public NetworkNamespace Attacker { get; }

    public NetworkNamespace Bystander { get; }

    public NetworkNamespace Behind { get; }

    public string Data { get; } = Directory.CreateTempSubdirectory("tegument-chain-").FullName;

    public Daemon Silo { get; private set; } = null!;

    public Daemon Agent { get; private set; } = null!;

    public void StartSilo(bool wait = true)
    {
        Silo = new Daemon(Host.Start("dotnet", Built.Silo, "--data", Data, "--listen", "http://127.0.0.1:7500"), "listening on ");
        if (wait) Silo.WaitUntilReady();
    }

    public void StartAgent(bool wait = true)
    {
        string[] command = ["dotnet", Built.Host, "agent", "--data", Data, "--name", "stage", .. new[] { "outer", "other", "inner" }.SelectMany(i => new[] { "--interface", i }), .. _agentOptions];
        Agent = new Daemon(Host.Start(command), "agent ready");
        if (!wait) return;
        Agent.WaitUntilReady();
        Until.True(() => Verb("hosts", "--json").Output.Contains("\"online\":true", StringComparison.Ordinal), "the agent is linked", everyMs: 250);
    }

    /// <summary>One of the host binary's verbs, run on the host.</summary>
    public ProgramResult Verb(params string[] arguments) => Host.Run(["dotnet", Built.Host, .. arguments, .. NeedsData(arguments) ? new[] { "--data", Data } : []]);

    /// <summary>The elements of one of our kernel sets, as the nft program shows them: element to seconds left.</summary>
    public Dictionary<string, double> KernelSet(string set)
    {
        var listed = Host.Run("nft", "-j", "list", "set", "inet", "tegument", set);
        var elements = new Dictionary<string, double>();
        if (listed.ExitCode != 0) return elements;
        using var json = JsonDocument.Parse(listed.Output);
        foreach (var part in json.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (!part.TryGetProperty("set", out var found) || !found.TryGetProperty("elem", out var list)) continue;
            foreach (var entry in list.EnumerateArray())
            {
                var element = entry.ValueKind == JsonValueKind.Object ? entry.GetProperty("elem") : entry;
                if (element.ValueKind == JsonValueKind.Object) elements[element.GetProperty("val").GetString()!] = element.TryGetProperty("expires", out var e) ? e.GetDouble() : double.PositiveInfinity;
                else elements[element.GetString()!] = double.PositiveInfinity;
            }
        }

        return elements;
    }

    public static bool CanConnect(NetworkNamespace from, string address, string? source = null)
    {
        string[] command = ["ncat", "-w", "2", .. source is null ? Array.Empty<string>() : ["-s", source], address, "80"];
        // Standard input stays open for a moment: ncat leaves at its end, before the answer.
        return from.Run(["sh", "-c", "sleep 0.5 | " + string.Join(' ', command)]).Output.Contains("welcome", StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether somebody is served, perhaps at a later try: under a siege, on a machine that has other work, one connection may be too slow,
    /// and whoever is banned stays cut off for far longer than this waits.
    /// </summary>
    public static bool IsServed(NetworkNamespace from, string address, string? source = null)
    {
        for (var attempt = 0; attempt < 8; attempt++)
            if (CanConnect(from, address, source)) return true;
        return false;
    }

    /// <summary>Gives the attacker one more address.</summary>
    public string NewAttacker(int number)
    {
        var address = $"10.93.1.{number}";
        Attacker.Run("ip", "address", "add", address + "/24", "dev", "eth0").OrThrow();
        return address;
    }

    public void Dispose()
    {
        Agent?.Dispose();
        Silo?.Dispose();
        foreach (var space in new[] { Host, Attacker, Bystander, Behind }) space.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static bool NeedsData(string[] arguments) => arguments[0] is not ("replay" or "--help") && !arguments.Contains("--data");
}
