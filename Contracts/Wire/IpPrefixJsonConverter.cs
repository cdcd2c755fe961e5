using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Wire;

/// <summary>A prefix on the wire is ADDRESS or ADDRESS/LENGTH.</summary>
public sealed class IpPrefixJsonConverter : JsonConverter<IpPrefix>
{
    public override IpPrefix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IpPrefix.TryParse(reader.GetString(), out var prefix, out var error) ? prefix : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, IpPrefix value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
