using System.Diagnostics;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Supervise;

/// <summary>
/// One process that <c>up</c> keeps alive. It is told to end when <c>up</c> itself dies (PR_SET_PDEATHSIG by setpriv): that signal follows
/// the starting thread, so start children from a thread that lives as long as they do.
/// </summary>
public sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _kept = [];
    private readonly Action<string> _output;
    private readonly string _readyPrefix;
    private string? _lastError;
    private volatile bool _ready;
    private bool _shown;

    private Child(string name, string readyPrefix, Process process, Action<string> output) => (Name, _readyPrefix, _process, _output) = (name, readyPrefix, process, output);

    public string Name { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>It said that it serves.</summary>
    public bool IsReady => _ready;

    /// <summary>Why it ended, for people: the signal that killed it, or its last line on stderr without its own name. Call once it has.</summary>
    public string Ending
    {
        get
        {
            // Without a limit the wait includes the last of its output.
            _process.WaitForExit();
            if (_process.ExitCode > 128) return $"killed by signal {_process.ExitCode - 128}";
            lock (_lock) return _lastError ?? $"it ended with code {_process.ExitCode} and no reason";
        }
    }

    /// <param name="readyPrefix">How the line on stdout begins by which it says that it serves.</param>
    /// <param name="output">Takes the child's lines once <see cref="ShowOutput"/> was called, on other threads.</param>
    public static Child Start(string name, IEnumerable<string> arguments, string readyPrefix, Action<string> output)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { "--pdeathsig", "TERM", Environment.ProcessPath! }.Concat(arguments)) start.ArgumentList.Add(argument);
        var process = new Process { StartInfo = start };
        var child = new Child(name, readyPrefix, process, output);
        process.OutputDataReceived += (_, e) => child.Heard(e.Data, isError: false);
        process.ErrorDataReceived += (_, e) => child.Heard(e.Data, isError: true);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Passes on what it says, what it has said so far first. Until then a start that fails is one line, told by whoever waits.</summary>
    public void ShowOutput()
    {
        lock (_lock)
        {
            _shown = true;
            foreach (var line in _kept) _output(line);
            _kept.Clear();
        }
    }

    /// <summary>Asks it to end; does nothing when it has.</summary>
    public void Terminate() => Signals.Send(_process.Id, Signals.Terminate);

    /// <summary>Waits for its end, then kills it.</summary>
    public void WaitOrKill(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience)) _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Heard(string? line, bool isError)
    {
        if (line is null) return;
        lock (_lock)
        {
            if (isError) _lastError = WithoutName(line);
            if (!isError && line.StartsWith(_readyPrefix, StringComparison.Ordinal)) _ready = true;
            if (_shown) _output(line);
            else if (_kept.Count < 100) _kept.Add(line);
        }
    }

    // "tegument-silo: port in use" reads twice when it is quoted after "the silo did not start: ".
    private static string WithoutName(string line)
    {
        foreach (var name in new[] { "tegument-silo: ", "tegument-dashboard: ", "tegument: " })
            if (line.StartsWith(name, StringComparison.Ordinal)) return line[name.Length..];
        return line;
    }
}
