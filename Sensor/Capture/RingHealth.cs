using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>
/// Which rings see traffic: an interface that is down may come up again, and its ring goes on by itself; one that is gone never does.
/// Written by the reader thread; <see cref="Trouble"/> and <see cref="EndReason"/> may be read by any.
/// </summary>
internal sealed class RingHealth(PacketRing[] rings, RingWaiter waiter)
{
    private readonly State[] _states = new State[rings.Length];
    private int _alive = rings.Length;
    private volatile string? _trouble;
    private volatile string? _endReason;

    private enum State : byte
    {
        Well,
        Down,
        Gone,
    }

    /// <summary>The first thing that keeps us from seeing everything just now, or null.</summary>
    public string? Trouble => _trouble;

    /// <summary>Set once no ring is left.</summary>
    public string? EndReason => _endReason;

    /// <summary>A ring's socket reported an error.</summary>
    public void OnFailure(int ring, int errno)
    {
        if (errno == Errno.NetworkDown && rings[ring].InterfaceExists) Set(ring, State.Down, $"{NameOf(ring)} is down");
        else Lose(ring, errno == Errno.NetworkDown ? $"{NameOf(ring)} disappeared" : $"{NameOf(ring)}: {Errno.Text(errno)}");
    }

    /// <summary>A ring lent a frame while there was trouble: it at least is well.</summary>
    public void OnFrame(int ring)
    {
        if (_states[ring] == State.Down) Set(ring, State.Well, null);
    }

    /// <summary>An interface is taken down before it is deleted, and only the first is reported: look whether those that are down still exist.</summary>
    public void Check()
    {
        for (var ring = 0; ring < rings.Length; ring++)
        {
            if (_states[ring] == State.Down && !rings[ring].InterfaceExists) Lose(ring, $"{NameOf(ring)} disappeared");
        }
    }

    private void Lose(int ring, string reason)
    {
        waiter.Forget(ring);
        Set(ring, State.Gone, reason);
        if (--_alive == 0) _endReason = reason;
    }

    /// <summary>Any other ring's trouble takes the place of one that is over.</summary>
    private void Set(int ring, State state, string? trouble)
    {
        _states[ring] = state;
        for (var other = 0; trouble is null && other < rings.Length; other++)
        {
            if (_states[other] != State.Well) trouble = $"{NameOf(other)} {(_states[other] == State.Down ? "is down" : "disappeared")}";
        }

        _trouble = trouble;
    }

    private string NameOf(int ring) => rings[ring].Interface ?? LiveCaptureOptions.AllInterfaces;
}
