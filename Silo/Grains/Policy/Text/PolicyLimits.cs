namespace Tegument.Silo.Policy.Text;

/// <summary>What a policy file may make its reader hold.</summary>
public static class PolicyLimits
{
    /// <summary>Characters; a file of as many bytes has no more.</summary>
    public const int MaxLength = 1024 * 1024;

    public const int MaxDepth = 16;

    public const int MaxNodes = 100_000;

    /// <summary>Faults that are told; more are counted.</summary>
    public const int MaxFaults = 20;
}
