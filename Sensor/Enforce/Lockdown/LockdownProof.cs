namespace Tegument.Sensor.Enforce.Lockdown;

/// <summary>How the kernel's lockdown stands after it was looked at.</summary>
/// <param name="Fault">Why it is not what was wished; null when it is.</param>
/// <param name="Repaired">What somebody else had done to it and was put right; null when nothing.</param>
public sealed record LockdownProof(string? Fault, string? Repaired)
{
    public static readonly LockdownProof Fine = new(null, null);
}
