using System.Text.Json;
using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>A network namespace with one interface and a data directory that does not exist yet, to run <c>up</c> and the verbs in.</summary>
internal sealed class UpHost : IDisposable
{
    public const string Own = "10.94.1.1";
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-up-").FullName;

    public UpHost()
    {
        Requires.Namespaces();
        Requires.Programs("nft", "curl", "setpriv");
        Space = new NetworkNamespace("up");
        Neighbour = new NetworkNamespace("near");
        NetworkNamespace.Connect(Neighbour, "eth0", ["10.94.1.2/24"], Space, "outer", [Own + "/24"]);
    }

    public NetworkNamespace Space { get; }

    public NetworkNamespace Neighbour { get; }

    public string Data => Path.Combine(_folder, "data");

    public string Operator => File.ReadAllText(Path.Combine(Data, "operator.token")).Trim();

    /// <summary>Starts <c>up</c> and waits until it says that it is.</summary>
    public Daemon Up(params string[] options) => StartUp(options).WaitUntilReady();

    public Daemon StartUp(params string[] options) =>
        new(Space.Start(["dotnet", Built.Host, "up", "--data", Data, .. options]), "Ctrl-C stops everything");

    /// <summary>Runs a verb to its end, on this host's data directory unless another is named.</summary>
    public ProgramResult Verb(params string[] arguments) =>
        Space.Run(["dotnet", Built.Host, .. arguments, .. arguments.Contains("--data") ? Array.Empty<string>() : ["--data", Data]]);

    public JsonElement VerbJson(params string[] arguments) => JsonDocument.Parse(Verb([.. arguments, "--json"]).OrThrow().Output).RootElement;

    /// <summary>Our processes that work on this data directory, as "pid command"; <c>up</c> itself included.</summary>
    public string[] Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Select(Describe).OfType<string>()];

    public int PidOf(string part) => int.Parse(Processes().Single(p => p.Contains(part, StringComparison.Ordinal)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One request to the local agent API: its status and body.</summary>
    public (int Code, string Body) Ask(string path, string? json = null, string? token = null, string host = "127.0.0.1", NetworkNamespace? from = null)
    {
        List<string> command = ["curl", "-s", "-m", "60", "-w", "\n%{http_code}", $"http://{host}:9000{path}"];
        if (json is not null) command.AddRange(["-d", json, "-H", "Content-Type: application/json"]);
        if (token is not null) command.AddRange(["-H", $"Authorization: Bearer {token}"]);
        var lines = (from ?? Space).Run([.. command]).Output.Split('\n');
        return (int.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture), string.Join('\n', lines[..^1]));
    }

    public void Dispose()
    {
        Space.Dispose();
        Neighbour.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string? Describe(string folder)
    {
        try
        {
            var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            return command.Contains(Data, StringComparison.Ordinal) && command.Contains("tegument", StringComparison.Ordinal) ? $"{Path.GetFileName(folder)} {command}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
