using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tegument.Console.Tests.Rig;

/// <summary>One of our programs as the solution built it, running until it is disposed.</summary>
internal sealed class Ours : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Ours(Process process, string readyPrefix)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Hear(e.Data, readyPrefix);
        process.ErrorDataReceived += (_, e) => Hear(e.Data, readyPrefix);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"ended early: {Said}"));
    }

    public static string Root { get; } = FindRoot();

    public static string Silo => Of("Silo/Host", "tegument-silo.dll");

    public static string Console => Of("Dashboard", "tegument-dashboard.dll");

    public static string Host => Of("Sensor", "tegument.dll");

    public int Id => _process.Id;

    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<Ours> StartAsync(string program, string readyPrefix, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[program, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment.Remove("TEGUMENT_TOKEN");
        var ours = new Ours(Process.Start(start)!, readyPrefix);
        ours._process.BeginOutputReadLine();
        ours._process.BeginErrorReadLine();
        await ours._ready.Task.WaitAsync(TimeSpan.FromSeconds(120));
        return ours;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit(10_000);
        _process.Dispose();
    }

    private void Hear(string? line, string readyPrefix)
    {
        if (line is null) return;
        lock (_said) _said.Add(line);
        if (line.StartsWith(readyPrefix, StringComparison.Ordinal)) _ready.TrySetResult();
    }

    private static string Of(string project, string program)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, program);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tegument.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("Tegument.sln is in no folder above the tests");
    }
}
