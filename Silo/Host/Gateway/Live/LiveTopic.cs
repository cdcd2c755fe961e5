using Tegument.Contracts.Live;
using Tegument.Silo.Host.Gateway.Access;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>A kind of live events and who may hear it. Adding one is a line here; whoever has something to tell publishes to the hub.</summary>
/// <param name="Type">As on the wire.</param>
public sealed record LiveTopic(string Type, Allow Allow)
{
    public static readonly LiveTopic Ban = new(LiveTypes.Ban, Allow.AnyToken);
    public static readonly LiveTopic Posture = new(LiveTypes.Posture, Allow.AnyToken);
    public static readonly LiveTopic Host = new(LiveTypes.Host, Allow.Viewers);
    public static readonly LiveTopic Incident = new(LiveTypes.Incident, Allow.Viewers);
    public static readonly LiveTopic Standing = new(LiveTypes.Standing, Allow.Viewers);
    public static readonly LiveTopic Evidence = new(LiveTypes.Evidence, Allow.Viewers);
    public static readonly LiveTopic Qualia = new(LiveTypes.Qualia, Allow.Viewers);
    public static readonly LiveTopic Policy = new(LiveTypes.Policy, Allow.Viewers);
    public static readonly LiveTopic Audit = new(LiveTypes.Audit, Allow.Admins);

    /// <summary>In the order in which the documentation lists them.</summary>
    public static readonly IReadOnlyList<LiveTopic> All = [Ban, Posture, Host, Incident, Standing, Evidence, Qualia, Policy, Audit];
}
