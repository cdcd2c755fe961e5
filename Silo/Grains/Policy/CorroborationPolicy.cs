namespace Tegument.Silo.Policy;

/// <summary>What it is worth that several sensors say the same.</summary>
public sealed record CorroborationPolicy
{
    /// <summary>The score is multiplied by this once per further sensor.</summary>
    public double PerSensor { get; init; } = 1.25;

    public double Most { get; init; } = 2;

    public double FactorOf(int sensors) => sensors <= 1 ? 1 : Math.Min(Most, Math.Pow(PerSensor, sensors - 1));

    internal string? Validate() =>
        PerSensor is >= 1 and <= 10 && Most is >= 1 and <= 10 ? null : "corroboration: perSensor and most must be 1 to 10";
}
