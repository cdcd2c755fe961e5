namespace Tegument.Silo.Policy;

/// <summary>Points per kind of evidence. Non-negative; the cap per incident is the policy's.</summary>
public sealed record EvidenceWeights
{
    /// <summary>Per new port that refused or ignored a probe.</summary>
    public double ScannedPort { get; init; } = 10;

    /// <summary>The same for techniques that no honest stack sends: null, xmas, syn-fin, maimon.</summary>
    public double StealthScannedPort { get; init; } = 20;

    /// <summary>Per new host that refused or ignored a probe.</summary>
    public double SweptHost { get; init; } = 8;

    /// <summary>Per failed try beyond <see cref="FreeTries"/>.</summary>
    public double FailedTry { get; init; } = 10;

    /// <summary>Failed tries that people make.</summary>
    public int FreeTries { get; init; } = 4;

    /// <summary>Once, for a source that alone exceeds the flood rate.</summary>
    public double Flood { get; init; } = 100;

    /// <summary>Once per incident of a signature or another system's alert: low, medium, high, critical.</summary>
    public double Low { get; init; } = 10;

    public double Medium { get; init; } = 30;

    public double High { get; init; } = 60;

    public double Critical { get; init; } = 100;

    /// <summary>Per anomaly, up to <see cref="AnomalyCap"/>.</summary>
    public double Anomaly { get; init; } = 10;

    public double AnomalyCap { get; init; } = 30;

    /// <summary>Once per incident: broken stacks exist.</summary>
    public double Malformed { get; init; } = 5;

    /// <summary>Per suspicious query burst.</summary>
    public double DnsTunnel { get; init; } = 20;

    /// <summary>Per line that a log filter matched.</summary>
    public double LogLine { get; init; } = 10;

    internal string? Validate()
    {
        (string Name, double Value)[] all =
        [
            ("scannedPort", ScannedPort), ("stealthScannedPort", StealthScannedPort), ("sweptHost", SweptHost), ("failedTry", FailedTry),
            ("freeTries", FreeTries), ("flood", Flood), ("low", Low), ("medium", Medium), ("high", High), ("critical", Critical),
            ("anomaly", Anomaly), ("anomalyCap", AnomalyCap), ("malformed", Malformed), ("dnsTunnel", DnsTunnel), ("logLine", LogLine),
        ];
        foreach (var (name, value) in all)
        {
            if (!(value is >= 0 and <= ReputationPolicy.MostPoints)) return $"weights.{name}: must be 0 to 1000000 points";
        }

        return null;
    }
}
