using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;

namespace Tegument.Contracts.Wire;

/// <summary>The live events' JSON. Members that we do not know are skipped: reader and silo may differ in version.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(LiveEvent))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(HelloEvent))]
[JsonSerializable(typeof(GapEvent))]
[JsonSerializable(typeof(BanEvent))]
[JsonSerializable(typeof(MoreEvent))]
[JsonSerializable(typeof(PostureSnapshot))]
[JsonSerializable(typeof(HostEvent))]
[JsonSerializable(typeof(IncidentEvent))]
[JsonSerializable(typeof(StandingEvent))]
[JsonSerializable(typeof(EvidenceEvent))]
[JsonSerializable(typeof(PolicyEvent))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(QualiaSnapshot))]
public sealed partial class LiveJson : JsonSerializerContext;
