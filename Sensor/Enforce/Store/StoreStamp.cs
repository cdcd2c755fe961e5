namespace Tegument.Sensor.Enforce.Store;

/// <summary>When a record was written: by the monotonic clock of one boot, and by the wall clock for after the next.</summary>
/// <param name="BootMs">The <see cref="EnforcementClock"/>.</param>
/// <param name="WallMs">Unix time.</param>
public readonly record struct StoreStamp(Guid Boot, long BootMs, long WallMs)
{
    public static StoreStamp Now(Guid boot, EnforcementClock clock) => new(boot, clock.NowMs, clock.UtcNow.ToUnixTimeMilliseconds());

    /// <summary>
    /// Milliseconds that have certainly passed since. Across a reboot that is what the wall clock says, and at least the time since boot.
    /// Null when nobody can tell: the wall clock stands before the moment of writing, so a ban's end cannot be known.
    /// </summary>
    public long? ElapsedUntil(StoreStamp now)
    {
        if (Boot != Guid.Empty && Boot == now.Boot) return Math.Max(0, now.BootMs - BootMs);
        var wall = now.WallMs - WallMs;
        if (wall < 0) return null;

        // Where the kernel does not tell its boots apart, time since boot may be longer than the time since writing.
        return Boot == Guid.Empty || now.Boot == Guid.Empty ? wall : Math.Max(wall, now.BootMs);
    }
}
