using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <content>The activation's timers: a list, since most have none and few have more than two.</content>
internal sealed partial class Activation
{
    internal void Add(GrainTimer timer)
    {
        lock (this)
        {
            if (_state == Dead) throw new OrleansException($"{GrainId} has ended and takes no timers.");
            timer.Next = _timers;
            _timers = timer;
        }
    }

    internal void Remove(GrainTimer timer)
    {
        lock (this)
        {
            if (ReferenceEquals(_timers, timer))
            {
                _timers = timer.Next;
                return;
            }

            for (var at = _timers; at is not null; at = at.Next)
            {
                if (!ReferenceEquals(at.Next, timer)) continue;
                at.Next = timer.Next;
                return;
            }
        }
    }

    /// <summary>A tick of a timer that keeps its activation alive.</summary>
    internal void Touch() => _lastUsed = grainClass.Host.Tick;

    private void DisposeTimers()
    {
        while (Volatile.Read(ref _timers) is { } timer) timer.Dispose();
    }
}
