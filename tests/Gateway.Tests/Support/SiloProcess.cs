using System.Collections.Concurrent;
using System.Diagnostics;
using Tegument.Contracts.Client;

namespace Tegument.Gateway.Tests.Support;

/// <summary>The real silo as a process of its own, on a free loopback port. Owned by one test; killed with it.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(string data, string[] arguments)
    {
        Data = data;
        var start = new ProcessStartInfo(System.IO.Path.Combine(AppContext.BaseDirectory, "tegument-silo"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Output(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int Id => _process.Id;

    public Uri Address => _listening.Task.Result;

    public string[] Lines => [.. _output];

    public string[] Errors => [.. _errors];

    /// <summary>Started and listening.</summary>
    public static async Task<SiloProcess> Start(string data, params string[] more)
    {
        var silo = Spawn(data, ["--data", data, "--listen", "http://127.0.0.1:0", .. more]);
        var first = await Task.WhenAny(silo._listening.Task, silo._process.WaitForExitAsync(), Task.Delay(Patience));
        if (first == silo._listening.Task) return silo;
        await silo.DisposeAsync();
        throw new InvalidOperationException("the silo did not start: " + string.Join(" | ", silo.Errors));
    }

    /// <summary>Started only: for what is expected to end by itself.</summary>
    public static SiloProcess Spawn(string data, params string[] arguments) => new(data, arguments);

    public string Token(string name) => File.ReadAllText(System.IO.Path.Combine(Data, $"{name}.token")).Trim();

    public SiloEndpoint As(string name) => new(Address, Token(name));

    public TegumentClient Client(string name) => new(As(name));

    /// <summary>Bare HTTP with the token of that name.</summary>
    public HttpClient Http(string name) => new() { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new("Bearer", Token(name)) } };

    public async Task<int> ExitCode()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing in the process gets a say.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await ExitCode();
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        return await ExitCode();
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }

    private void Output(string? line)
    {
        Keep(_output, line);
        if (line is null || !line.StartsWith("listening on ", StringComparison.Ordinal)) return;
        _listening.TrySetResult(new Uri(line["listening on ".Length..]));
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
