namespace Tegument.Silo.Policy;

/// <summary>
/// The policy as this silo knows it, read without waiting by every grain. Readers take <see cref="Current"/> once per decision, so that one
/// decision never mixes two policies. Safe on any thread.
/// </summary>
public sealed class PolicyBoard
{
    private volatile FleetPolicy _current;
    private volatile string? _version;

    /// <param name="version">What the policy is known by, such as a digest of its text; null for none.</param>
    /// <exception cref="ArgumentException">The policy makes no sense; the message names the field.</exception>
    public PolicyBoard(FleetPolicy policy, string? version = null)
    {
        _current = Checked(policy);
        _version = version;
    }

    public FleetPolicy Current => _current;

    public ReputationPolicy Reputation => _current.Reputation;

    /// <summary>For people to tell policies apart; for a moment during a replacement it may be the one before.</summary>
    public string? Version => _version;

    /// <summary>Takes another policy over. What was decided by the one before stands until it is judged again.</summary>
    /// <exception cref="ArgumentException">The policy makes no sense, and nothing changed; the message names the field.</exception>
    public void Replace(FleetPolicy policy, string? version = null)
    {
        _current = Checked(policy);
        _version = version;
    }

    private static FleetPolicy Checked(FleetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Validate() is { } fault ? throw new ArgumentException($"policy: {fault}") : policy;
    }
}
