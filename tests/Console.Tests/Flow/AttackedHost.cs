using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tegument.Console.Tests.Rig;
using Tegument.Tests.Support;

namespace Tegument.Console.Tests.Flow;

/// <summary>
/// A host in a namespace with a real `tegument up`, its console and a neighbour to attack it from. The browser runs in the namespace too: there is
/// where the console listens.
/// </summary>
internal sealed partial class AttackedHost : IAsyncDisposable
{
    public const string Own = "10.97.1.1", Attacker = "10.97.1.66";

    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-attacked-").FullName;
    private readonly NetworkNamespace _host = new("con"), _neighbour = new("att");
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _up;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Data => Path.Combine(_folder, "data");

    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    /// <summary>Starts `up` and returns the one-time link that it prints.</summary>
    public async Task<string> UpAsync(params string[] options)
    {
        NetworkNamespace.Connect(_neighbour, "eth0", [Attacker + "/24"], _host, "outer", [Own + "/24"]);
        _up = _host.Start(["dotnet", Ours.Host, "up", "--data", Data, .. options]);
        _up.OutputDataReceived += (_, e) => Hear(e.Data);
        _up.ErrorDataReceived += (_, e) => Hear(e.Data);
        _up.EnableRaisingEvents = true;
        _up.Exited += (_, _) => _link.TrySetException(new InvalidOperationException($"up ended: {Said}"));
        _up.BeginOutputReadLine();
        _up.BeginErrorReadLine();
        return await _link.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public void Scan(string ports) => _neighbour.Run(TimeSpan.FromMinutes(2), "nmap", "-n", "-Pn", "-sT", "-p", ports, "--max-retries", "0", "-T4", Own);

    public async Task<IPage> BrowseAsync()
    {
        var program = Path.Combine(_folder, "browser");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec ip netns exec {_host.Name} {Browsing.Program} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var page = await _browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = ColorScheme.Dark, ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        page.SetDefaultTimeout(60_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        _host.Dispose();
        _neighbour.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.Add(line);
        if (Link().Match(line) is { Success: true } found) _link.TrySetResult(found.Value);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/signin\?token=\S+")]
    private static partial Regex Link();
}
