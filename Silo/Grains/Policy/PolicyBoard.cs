namespace Tegument.Silo.Policy;

/// <summary>
/// The policy as this silo knows it, read without waiting by every grain. Readers take <see cref="Current"/> once per decision, so that one
/// decision never mixes two policies. Safe on any thread.
/// </summary>
public sealed class PolicyBoard
{
    private volatile FleetPolicy _current;

    /// <exception cref="ArgumentException">The policy makes no sense; the message names the field.</exception>
    public PolicyBoard(FleetPolicy policy)
    {
        _current = Checked(policy);
    }

    public FleetPolicy Current => _current;

    public ReputationPolicy Reputation => _current.Reputation;

    /// <summary>Takes another policy over. What was decided by the one before stands until it is judged again.</summary>
    /// <exception cref="ArgumentException">The policy makes no sense, and nothing changed; the message names the field.</exception>
    public void Replace(FleetPolicy policy) => _current = Checked(policy);

    private static FleetPolicy Checked(FleetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Validate() is { } fault ? throw new ArgumentException($"policy: {fault}") : policy;
    }
}
