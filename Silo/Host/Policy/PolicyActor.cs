namespace Tegument.Silo.Host.Policy;

/// <summary>Who changes the policy, from where and why; all three are audited.</summary>
public sealed record PolicyActor(string Actor, string From, string Reason)
{
    /// <summary>For people: "admin (t-1): wrote it".</summary>
    public override string ToString() => $"{Actor}: {Reason}";
}
