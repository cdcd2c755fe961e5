using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Addresses;

namespace Tegument.Contracts.Wire;

/// <summary>An address on the wire is its canonical text.</summary>
public sealed class IpKeyJsonConverter : JsonConverter<IpKey>
{
    public override IpKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IpKey.TryParse(reader.GetString(), out var key) ? key : throw new JsonException("expected an IP address");

    public override void Write(Utf8JsonWriter writer, IpKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
