using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Bans in JSON: an array of objects, or one object after the other. Text that is no JSON ends the reading there.</summary>
internal static class JsonReader
{
    public static async IAsyncEnumerable<BanLine> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        var fields = new BanFields();
        await using var input = new JsonInput(stream);
        var single = await input.First(cancel) != '[';
        await using var objects = JsonSerializer
            .DeserializeAsyncEnumerable(input, ExchangeJson.Default.JsonElement, topLevelValues: single, cancel)
            .GetAsyncEnumerator(cancel);
        for (var number = 1L; ; number++)
        {
            string? broken = null;
            try
            {
                if (!await objects.MoveNextAsync()) yield break;
            }
            catch (JsonException e)
            {
                broken = $"not JSON from line {(e.LineNumber ?? 0) + 1} on: {BanFields.Shown(e.Message.Split(" Path:", 2)[0], 200)}";
            }

            if (broken is not null)
            {
                yield return BanLine.Bad(number, broken);
                yield break;
            }

            yield return Line(objects.Current, number, fields);
        }
    }

    private static BanLine Line(JsonElement element, long number, BanFields fields)
    {
        string? fault = element.ValueKind == JsonValueKind.Object ? null : "expected an object with an 'address'";
        if (fault is null)
        {
            foreach (var member in element.EnumerateObject())
            {
                if ((fault = Put(member, fields)) is not null) break;
            }
        }

        if (fault is null) return fields.Take(number);
        fields.Clear();
        return BanLine.Bad(number, fault);
    }

    private static string? Put(JsonProperty member, BanFields fields)
    {
        var isNumber = member.Name is "secondsLeft" or "ttlSeconds" or "score";
        return member.Value.ValueKind switch
        {
            JsonValueKind.Null => fields.Put(member.Name, null),
            JsonValueKind.String when !isNumber => fields.Put(member.Name, member.Value.GetString()),
            JsonValueKind.Number when isNumber => fields.Put(member.Name, member.Value.GetRawText()),
            _ when !BanFields.Known(member.Name) => fields.Put(member.Name, null),
            _ => $"{member.Name}: expected a {(isNumber ? "number" : "text")}",
        };
    }
}
