using Tegument.Sensor.Commands;

namespace Tegument.Sensor.Supervise;

/// <summary>
/// A child that is started again whenever it dies: at once when it had run for a while, else after a pause that doubles up to half a
/// minute. What protects a host does not give up. All calls from the thread that the child's death signal follows.
/// </summary>
public sealed class KeptChild(string name, Func<Child> start) : IDisposable
{
    /// <summary>A child that ends sooner after its start may well do so again.</summary>
    private const long SoonMs = 10_000;
    private const long FirstPauseMs = 1_000;
    private const long LongestPauseMs = 30_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Child? _child;
    private long _started;
    private long _due;
    private long _pause = FirstPauseMs;

    /// <summary>Starts it for the first time and waits until it serves.</summary>
    /// <exception cref="CommandException">It ended, or did not serve in time; the line says why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was set.</exception>
    public void Begin(ManualResetEventSlim stop, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(stop);
        Launch();
        while (!Serves(patience))
        {
            if (stop.Wait(20)) throw new OperationCanceledException();
        }
    }

    /// <summary>Starts it for the first time; <see cref="Serves"/> tells when it is ready.</summary>
    public void Launch()
    {
        _child = start();
        _started = Environment.TickCount64;
    }

    /// <summary>Whether it serves by now, since <see cref="Launch"/>.</summary>
    /// <exception cref="CommandException">It ended, or did not serve in time; the line says why.</exception>
    public bool Serves(TimeSpan patience)
    {
        if (_child is not { } child) throw new CommandException($"the {name} did not start");
        if (child.IsReady) return true;
        if (child.HasExited) throw new CommandException($"the {name} did not start: {child.Ending}");
        if (Environment.TickCount64 - _started > patience.TotalMilliseconds) throw new CommandException($"the {name} did not say within {patience.TotalSeconds} s that it is ready");
        return false;
    }

    public void ShowOutput() => _child?.ShowOutput();

    /// <summary>Call a few times a second: sees that it died, and starts it again when that is due.</summary>
    public void Tend()
    {
        var now = Environment.TickCount64;
        if (_child is { HasExited: true } dead)
        {
            var soon = now - _started < SoonMs;
            _pause = soon ? Math.Min(_pause * 2, LongestPauseMs) : FirstPauseMs;
            _due = soon ? now + _pause : now;
            Console.Error.WriteLine($"tegument: the {name} ended ({dead.Ending}); starting it again{(soon ? $" in {_pause / 1000} s" : "")}");
            dead.Dispose();
            _child = null;
        }

        if (_child is not null || now < _due) return;
        _child = start();
        _child.ShowOutput();
        _started = now;
    }

    /// <summary>Asks it to end, and does not wait.</summary>
    public void Terminate() => _child?.Terminate();

    /// <summary>Asks it to end and waits for that; a child that will not is killed.</summary>
    public void End()
    {
        _child?.Terminate();
        _child?.WaitOrKill(Patience);
    }

    public void Dispose() => _child?.Dispose();
}
