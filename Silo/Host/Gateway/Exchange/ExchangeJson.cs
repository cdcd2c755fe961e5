using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>JSON read piece by piece.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ExchangeJson : JsonSerializerContext;
