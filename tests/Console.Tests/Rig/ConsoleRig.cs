using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Tests.Scene;

namespace Tegument.Console.Tests.Rig;

/// <summary>
/// A real silo, a real console and a played fleet on loopback, with three people: vera may look, otto may act, ada may all. Shared by the tests of
/// a collection; each takes addresses of its own.
/// </summary>
public sealed class ConsoleRig : IAsyncLifetime
{
    public const string Password = "correct-horse-battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-console-").FullName;
    private readonly int _siloPort = Ours.FreePort();
    private readonly int _consolePort = Ours.FreePort();
    private Ours? _silo, _console;

    public Uri Silo => new($"http://127.0.0.1:{_siloPort}");

    public string Console => $"http://127.0.0.1:{_consolePort}";

    public string Data => Path.Combine(_folder, "data");

    /// <summary>May all, as the silo's first admin token.</summary>
    public TegumentClient Admin { get; private set; } = null!;

    public PlayedFleet Fleet { get; private set; } = null!;

    public int ConsoleProcess => _console!.Id;

    public async Task InitializeAsync()
    {
        if (!Browsing.IsThere) return;
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await StartSiloAsync();
        Admin = new TegumentClient(Silo, await File.ReadAllTextAsync(Path.Combine(Data, "admin.token")) is { } token ? token.Trim() : "");
        foreach (var (name, role) in new[] { ("vera", TokenRole.Viewer), ("otto", TokenRole.Operator), ("ada", TokenRole.Admin) })
            await Admin.CreateUserAsync(new UserCreate(name, Password, role));
        var link = Path.Combine(Data, "console.token");
        if (!File.Exists(link)) await File.WriteAllTextAsync(link, (await Admin.CreateTokenAsync(new TokenCreate("console", [TokenRole.Viewer]))).Secret);
        await StartConsoleAsync();
        Fleet = await FleetAsync(4);
    }

    public async Task DisposeAsync()
    {
        if (Fleet is not null) await Fleet.DisposeAsync();
        Admin?.Dispose();
        StopConsole();
        StopSilo();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<PlayedFleet> FleetAsync(int hosts)
    {
        var fleet = new PlayedFleet(new SiloEndpoint(Silo, (await File.ReadAllTextAsync(Path.Combine(Data, "agent.token"))).Trim()));
        await fleet.StartAsync(hosts);
        return fleet;
    }

    // Limits of calls guard a silo from the outside; here one token does what many would.
    public async Task StartSiloAsync() =>
        _silo = await Ours.StartAsync(Ours.Silo, "listening on", "--data", Data, "--listen", Silo.ToString(), "--rate-limit", "off");

    public void StopSilo() => _silo?.Dispose();

    public async Task StartConsoleAsync() =>
        _console = await Ours.StartAsync(Ours.Console, "console listening on", "--silo", Silo.ToString(), "--port", $"{_consolePort}", "--data", Data);

    public void StopConsole() => _console?.Dispose();
}

[CollectionDefinition(Name)]
public sealed class OneConsole : ICollectionFixture<ConsoleRig>
{
    public const string Name = "console";
}
