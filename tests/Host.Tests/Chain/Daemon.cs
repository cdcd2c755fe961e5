using System.Diagnostics;
using Tegument.Sensor.Native;

namespace Tegument.Host.Tests.Chain;

/// <summary>One of our processes in a namespace: started, waited for, ended or killed, with all it said.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly ManualResetEventSlim _ready = new();

    public Daemon(Process process, string readyPrefix)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Hear(e.Data, readyPrefix);
        process.ErrorDataReceived += (_, e) => Hear(e.Data, readyPrefix);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said);
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Daemon WaitUntilReady()
    {
        Until.True(() => _ready.IsSet || _process.HasExited, "ready");
        return _ready.IsSet ? this : throw new InvalidOperationException($"ended with {_process.ExitCode}: {Said}");
    }

    public void Signal(int signal) => Signals.Send(_process.Id, signal);

    public void Kill()
    {
        Signal(9);
        _process.WaitForExit(60_000);
    }

    public int Terminate()
    {
        Signal(Signals.Terminate);
        if (!_process.WaitForExit(60_000)) throw new TimeoutException($"still running 60 s after SIGTERM: {Said}");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        // The namespace that started it disposes the process itself.
        if (!_process.HasExited) Kill();
    }

    private void Hear(string? line, string readyPrefix)
    {
        if (line is null) return;
        lock (_said) _said.Add(line);
        if (line.StartsWith(readyPrefix, StringComparison.Ordinal)) _ready.Set();
    }
}
