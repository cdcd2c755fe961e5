namespace Tegument.Sensor.Enforce;

/// <summary>What one proof had to put right.</summary>
/// <param name="Missing">Bans that the kernel had lost.</param>
/// <param name="Unwanted">Elements that nobody had decided.</param>
/// <param name="Mistimed">Bans that would have ended too early or too late.</param>
/// <param name="Damage">What was wrong with our table, sets or rules; null when they were intact.</param>
public sealed record RepairReport(int Missing, int Unwanted, int Mistimed, string? Damage, DateTimeOffset At)
{
    public int Elements => Missing + Unwanted + Mistimed;
}
