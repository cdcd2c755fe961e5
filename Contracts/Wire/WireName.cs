using System.Text.Json;

namespace Tegument.Contracts.Wire;

/// <summary>The kebab-case name that an enum value has on the wire and in texts for people ("port-scan").</summary>
public static class WireName
{
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.Table.TryGetValue(value, out var name) ? name : value.ToString();

    /// <summary>Reads a wire name without regard to case; never a number.</summary>
    public static bool TryParse<T>(string? text, out T value) where T : struct, Enum
    {
        foreach (var (candidate, name) in Names<T>.Table)
        {
            if (!name.Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Table =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
    }
}
