namespace Tegument.Silo.Policy;

/// <summary>How much evidence is kept for simulations.</summary>
public sealed record RecordingPolicy
{
    /// <summary>Older evidence is forgotten.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Rows of one incident and minute, about 150 bytes each; the oldest go first.</summary>
    public int MaxRows { get; init; } = 2_000_000;

    internal string? Validate()
    {
        if (KeepFor < TimeSpan.FromHours(1) || KeepFor > TimeSpan.FromDays(366)) return "keepFor: must be 1h to 366d";
        return MaxRows is < 1000 or > 20_000_000 ? "maxRows: must be 1000 to 20000000" : null;
    }
}
