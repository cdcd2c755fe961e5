using Tegument.Contracts.Client;
using Tegument.Tests.Scene;

// tegument-scene SILO TOKEN-FILE [--hosts N] [--observe] [--unwell] [--attack-after SECONDS [--attack-for SECONDS]]: plays until it is stopped.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: tegument-scene http://127.0.0.1:7500 TOKEN-FILE [--hosts N] [--observe] [--unwell] [--attack-after SECONDS] [--attack-for SECONDS]");
    return 2;
}

double Number(string option, double otherwise) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
AppDomain.CurrentDomain.ProcessExit += (_, _) => stop.Cancel();

await using var fleet = new PlayedFleet(new SiloEndpoint(new Uri(args[0]), File.ReadAllText(args[1]).Trim()));
await fleet.StartAsync((int)Number("--hosts", 14), !args.Contains("--observe"), stop.Token);
if (args.Contains("--unwell"))
{
    fleet.Hosts[7].Stale = "nft: inet tegument banned4: No space left on device";
    await fleet.Hosts[12].DisposeAsync();
}

Console.WriteLine("playing");
var (after, lasting) = (Number("--attack-after", double.PositiveInfinity), Number("--attack-for", 600));
for (var second = 0; !stop.IsCancellationRequested; second++)
{
    if (second >= after && second < after + lasting) await fleet.AttackAsync();
    else await fleet.CalmAsync();
    await Task.Delay(1000, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

return 0;
