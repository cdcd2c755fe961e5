using System.Globalization;
using Tegument.Tests.Support;
using Xunit.Abstractions;

namespace Tegument.Host.Tests.Chain;

/// <summary>kill -9 at random moments: whatever was acknowledged is in the kernel after the restart, and nothing outlives its time.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 50;
    private const int TenMinutes = 600;
    private readonly ProtectedHost _host = new("--enforce");
    private readonly Dictionary<string, DateTime> _acknowledged = [];

    public void Dispose() => _host.Dispose();

    [SkippableFact]
    public void No_acknowledged_ban_is_lost_and_none_outlives_its_time()
    {
        var seed = Environment.TickCount;
        Figures.Print(output, $"seed {seed}");
        var random = new Random(seed);
        using var scanner = new ForgedScanner(_host);
        for (var round = 0; round < Rounds; round++)
        {
            var source = scanner.Prepare(round);
            var banning = StartBanning(round, random.Next());
            var acknowledgements = banning.StandardOutput.ReadToEndAsync();
            Thread.Sleep(random.Next(150, 800));
            var victim = round % 3;
            if (victim == 0)
            {
                // Evidence on its way while the silo dies: the sensor lives, resends, and the source must end up in the kernel.
                scanner.Scan(source);
                _acknowledged[source] = DateTime.UtcNow.AddSeconds(TenMinutes);
                Thread.Sleep(random.Next(0, 40));
            }

            if (victim != 1) _host.Silo.Kill();
            if (victim != 0) _host.Agent.Kill();
            if (victim == 1) banning.Kill(entireProcessTree: true);
            Note(acknowledgements.GetAwaiter().GetResult());
            if (victim != 1) _host.StartSilo(wait: false);
            if (victim != 0) _host.StartAgent(wait: false);
            if (victim != 1) _host.Silo.WaitUntilReady();
            if (victim != 0) _host.Agent.WaitUntilReady();
            Check(round);
        }

        Figures.Print(output, $"{_acknowledged.Count} acknowledged bans over {Rounds} kills");
        _acknowledged.Count.ShouldBeGreaterThan(Rounds);
    }

    // One process on the host that bans one address after the other; it tells of each success reply, and only those are acknowledged.
    private System.Diagnostics.Process StartBanning(int round, int seed)
    {
        const string script = """
            for i in $(seq 1 200); do
              if [ $(( (i + SEED) % 3 )) -eq 0 ]; then ttl=4; else ttl=3600; fi
              asked=$(date +%s.%N)
              code=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
                -d "{\"address\":\"198.18.$ROUND.$i\",\"ttlSeconds\":$ttl,\"reason\":\"kill test\"}" http://127.0.0.1:7500/api/v1/bans)
              [ "$code" = 200 ] || [ "$code" = 201 ] || exit 0
              echo "198.18.$ROUND.$i $asked $ttl"
            done
            """;
        var token = File.ReadAllText(Path.Combine(_host.Data, "operator.token")).Trim();
        return _host.Host.Start(["env", $"TOKEN={token}", $"ROUND={round}", $"SEED={seed % 3}", "bash", "-c", script]);
    }

    private void Note(string acknowledgements)
    {
        foreach (var line in acknowledgements.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            var asked = DateTime.UnixEpoch.AddSeconds(double.Parse(words[1], CultureInfo.InvariantCulture));
            _acknowledged[words[0]] = asked.AddSeconds(double.Parse(words[2], CultureInfo.InvariantCulture));
        }
    }

    // What the silo decided on its return ends ten minutes after that, not after the scan.
    private static double Slack(string address) => address.StartsWith("10.94.", StringComparison.Ordinal) ? 60 : 2;

    private void Check(int round)
    {
        string[] missing = [];
        Until.True(
            () =>
            {
                var held = _host.KernelSet("v4");
                // What ends within the second may be gone rightly.
                missing = [.. _acknowledged.Where(a => a.Value > DateTime.UtcNow.AddSeconds(1.5) && !held.ContainsKey(a.Key)).Select(a => a.Key)];
                return missing.Length == 0;
            },
            $"round {round}: every acknowledged ban in the kernel",
            everyMs: 200);
        var now = DateTime.UtcNow;
        var outlived = _host.KernelSet("v4").Where(e => _acknowledged.TryGetValue(e.Key, out var ends) && now.AddSeconds(e.Value) > ends.AddSeconds(Slack(e.Key))).ToArray();
        outlived.ShouldBeEmpty($"round {round}: a ban would outlive its time");
    }
}
