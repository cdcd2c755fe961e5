using System.Globalization;
using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Attackers;

/// <summary>
/// One protected host under all attacks at once, with innocent visitors among them. Everything starts when a first test asks; the tests then
/// look at what became of each. One fixture for all of them, so that the slowest tool's minutes are everybody's.
/// </summary>
public sealed class Siege : IDisposable
{
    private readonly Lazy<Stage> _stage = new(() => new Stage());

    internal ProtectedHost Host => _stage.Value.Host;

    internal Innocents Innocents => _stage.Value.Innocents!;

    /// <summary>Waits until the address is in the kernel's set; answers the seconds that the kernel will hold it.</summary>
    internal double Banned(string address, TimeSpan patience)
    {
        var left = 0.0;
        Until.True(() => Host.KernelSet("v4").TryGetValue(address, out left), $"{address} in the kernel's set", patience, everyMs: 250);
        return left;
    }

    internal JsonElement Explain(string address)
    {
        using var document = JsonDocument.Parse(Host.Verb("explain", address, "--json").OrThrow().Output);
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        if (_stage.IsValueCreated) _stage.Value.Dispose();
    }

    private sealed class Stage : IDisposable
    {
        private string? _resolverFolder;

        public Stage()
        {
            Requires.Namespaces();
            Requires.Programs("masscan", "python3", "wrk");
            Host = new ProtectedHost(Surroundings, "--enforce");
            try
            {
                Innocents = new Innocents(Host);
                var mac = Host.Host.Run("cat", "/sys/class/net/outer/address").OrThrow().Output.Trim();
                foreach (var attack in Attack.All)
                {
                    if (attack.Number > 2) Host.NewAttacker(attack.Number);
                    // Nobody reads what the tools say: a full pipe must not stop them.
                    var command = string.Format(CultureInfo.InvariantCulture, attack.Command, attack.Address, mac);
                    Host.Attacker.Start("sh", "-c", $"({command}) </dev/null >/dev/null 2>&1");
                }
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public ProtectedHost Host { get; }

        public Innocents? Innocents { get; }

        public void Dispose()
        {
            Host.Dispose();
            Innocents?.Dispose();
            if (_resolverFolder is not null) Directory.Delete(_resolverFolder, recursive: true);
        }

        // A gateway and a resolver that nobody plays: what matters is that the host has them.
        private void Surroundings(NetworkNamespace host)
        {
            host.Run("ip", "route", "add", "default", "via", Attack.Gateway).OrThrow();
            _resolverFolder = Directory.CreateDirectory($"/etc/netns/{host.Name}").FullName;
            File.WriteAllText(Path.Combine(_resolverFolder, "resolv.conf"), $"nameserver {Attack.Resolver}\n");
        }
    }
}
