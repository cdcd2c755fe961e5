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
    private readonly List<string> _errors = [];

    private Child(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Its last line on stderr, to say why it ended.</summary>
    public string LastError
    {
        get
        {
            lock (_errors) return _errors.Count > 0 ? _errors[^1] : "no reason given";
        }
    }

    /// <param name="output">Takes the child's lines on stdout and stderr, on other threads.</param>
    public static Child Start(string name, IEnumerable<string> arguments, Action<string> output)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { "--pdeathsig", "TERM", Environment.ProcessPath! }.Concat(arguments)) start.ArgumentList.Add(argument);
        var process = new Process { StartInfo = start };
        var child = new Child(name, process);
        process.OutputDataReceived += (_, e) => child.Heard(e.Data, isError: false, output);
        process.ErrorDataReceived += (_, e) => child.Heard(e.Data, isError: true, output);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Asks it to end; does nothing when it has.</summary>
    public void Terminate() => Signals.Send(_process.Id, Signals.Terminate);

    /// <summary>Waits for its end, then kills it.</summary>
    public void WaitOrKill(TimeSpan patience)
    {
        if (_process.WaitForExit(patience)) return;
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Heard(string? line, bool isError, Action<string> output)
    {
        if (line is null) return;
        if (isError)
        {
            lock (_errors)
            {
                _errors.Add(line);
                if (_errors.Count > 20) _errors.RemoveAt(0);
            }
        }

        output(line);
    }
}
