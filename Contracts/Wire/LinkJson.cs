using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Link;

namespace Tegument.Contracts.Wire;

/// <summary>The link frames' JSON. Members that we do not know are skipped: host and silo may differ in version.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(LinkFrame))]
public sealed partial class LinkJson : JsonSerializerContext;
