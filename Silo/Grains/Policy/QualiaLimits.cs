namespace Tegument.Silo.Policy;

/// <summary>A limit for each of the qualia, in its unit; null leaves it out of account.</summary>
public sealed record QualiaLimits
{
    internal static readonly IReadOnlyList<string> Names = ["temperature", "pressure", "pain"];

    /// <summary>Points a minute.</summary>
    public double? Temperature { get; init; }

    /// <summary>Times the usual load. Left out by default: a crowd is no attack.</summary>
    public double? Pressure { get; init; }

    /// <summary>Of 100.</summary>
    public double? Pain { get; init; }

    internal double? Of(string quale) => quale switch
    {
        "temperature" => Temperature,
        "pressure" => Pressure,
        _ => Pain,
    };
}
