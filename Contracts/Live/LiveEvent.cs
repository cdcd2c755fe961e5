using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Live;

/// <summary>One event of a live stream, as it crosses the wire. The typed members are null for events of another kind.</summary>
/// <param name="Id">Where the stream stands after this event; opaque. Passed when a stream is opened again, it goes on from there.</param>
/// <param name="Type">One of <see cref="LiveTypes"/>, or one that this version does not know.</param>
/// <param name="Data">As the kind has it.</param>
public sealed record LiveEvent(string Id, string Type, JsonElement Data)
{
    public HelloEvent? AsHello() => As(LiveTypes.Hello, LiveJson.Default.HelloEvent);

    public GapEvent? AsGap() => As(LiveTypes.Gap, LiveJson.Default.GapEvent);

    public BanEvent? AsBan() => As(LiveTypes.Ban, LiveJson.Default.BanEvent);

    public MoreEvent? AsMore() => As(LiveTypes.More, LiveJson.Default.MoreEvent);

    public PostureSnapshot? AsPosture() => As(LiveTypes.Posture, LiveJson.Default.PostureSnapshot);

    public HostEvent? AsHost() => As(LiveTypes.Host, LiveJson.Default.HostEvent);

    public IncidentEvent? AsIncident() => As(LiveTypes.Incident, LiveJson.Default.IncidentEvent);

    public StandingEvent? AsStanding() => As(LiveTypes.Standing, LiveJson.Default.StandingEvent);

    public EvidenceEvent? AsEvidence() => As(LiveTypes.Evidence, LiveJson.Default.EvidenceEvent);

    public QualiaSnapshot? AsQualia() => As(LiveTypes.Qualia, LiveJson.Default.QualiaSnapshot);

    public PolicyEvent? AsPolicy() => As(LiveTypes.Policy, LiveJson.Default.PolicyEvent);

    public AuditEntry? AsAudit() => As(LiveTypes.Audit, LiveJson.Default.AuditEntry);

    /// <summary>The data as the kind's record, or null when the event is of another kind.</summary>
    /// <exception cref="JsonException">The data is not what that kind has.</exception>
    public T? As<T>(string type, JsonTypeInfo<T> shape) where T : class => Type == type ? Data.Deserialize(shape) : null;
}
