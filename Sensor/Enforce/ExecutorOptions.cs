namespace Tegument.Sensor.Enforce;

/// <summary>Settings of the executor.</summary>
public sealed record ExecutorOptions
{
    /// <summary>Where the last known bans and the observe-only marker live.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The host was started observe-only; the marker file says so too, whatever this says.</summary>
    public bool ObserveOnly { get; init; }

    /// <summary>How often the kernel is read back when nothing happens, 1 second to 10 minutes.</summary>
    public TimeSpan ProofPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bans remembered, at least 1. What does not fit is counted.</summary>
    public int MaxBans { get; init; } = 4_000_000;

    /// <summary>The most bans in one kernel set, at least 1.</summary>
    public int SetCapacity { get; init; } = 1_000_000;

    /// <summary>The most changes that wait for the executor, at least 1; beyond it a snapshot is asked for.</summary>
    public int MaxWaiting { get; init; } = 4_000_000;

    /// <summary>Where the machine's files are: "/" but for tests.</summary>
    public string Root { get; init; } = "/";

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public ExecutorOptions Validated()
    {
        if (ProofPeriod < TimeSpan.FromSeconds(1) || ProofPeriod > TimeSpan.FromMinutes(10)) throw new ArgumentException($"{nameof(ProofPeriod)}: 1 second to 10 minutes, not {ProofPeriod}");
        if (MaxBans < 1) throw new ArgumentException($"{nameof(MaxBans)}: at least 1, not {MaxBans}");
        if (SetCapacity < 1) throw new ArgumentException($"{nameof(SetCapacity)}: at least 1, not {SetCapacity}");
        if (MaxWaiting < 1) throw new ArgumentException($"{nameof(MaxWaiting)}: at least 1, not {MaxWaiting}");
        return this;
    }
}
