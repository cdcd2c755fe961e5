using System.Globalization;
using System.Reflection;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Policy.Text;

/// <summary>Reads one scalar as the kind of value that a setting holds.</summary>
internal static class PolicyScalar
{
    private static readonly MethodInfo OpenEnum = typeof(PolicyScalar).GetMethod(nameof(Enum), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Answers with what was expected when the text is not that; null when it was read.</summary>
    /// <exception cref="NotSupportedException">The reader has no word for such a setting: a fault of the program, found by its first test.</exception>
    public static string? Read(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string)) return Take(text, out value);
        if (type == typeof(bool)) return text is "true" or "false" ? Take(text == "true", out value) : "expected true or false";
        if (type == typeof(TimeSpan)) return PolicyDuration.TryParse(text, out var time) ? Take(time, out value) : "expected a duration, such as 90s, 10m, 1h30m or 30d";
        if (type == typeof(int)) return Number(text, int.MinValue, int.MaxValue, out var number) ?? Take((int)number, out value);
        if (type == typeof(long)) return Number(text, long.MinValue, long.MaxValue, out var number) ?? Take(number, out value);
        if (type == typeof(ushort)) return Number(text, ushort.MinValue, ushort.MaxValue, out var number) ?? Take((ushort)number, out value);
        if (type == typeof(byte)) return Number(text, byte.MinValue, byte.MaxValue, out var number) ?? Take((byte)number, out value);
        if (type == typeof(double)) return OfDouble(text, out value);
        if (type == typeof(IpPrefix)) return IpPrefix.TryParse(text, out var prefix, out var error) ? Take(prefix, out value) : $"expected an address or prefix: {Clean(error)}";
        if (type == typeof(IpKey)) return IpKey.TryParse(text, out var key) ? Take(key, out value) : "expected an IP address";
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? Take(uri, out value) : "expected a URL, such as https://example.org/list.txt";
        if (type.IsEnum) return OfEnum(type, text, out value);
        throw new NotSupportedException($"the policy reader does not read {type}");
    }

    /// <summary>The text that reads back as the value.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => "never",
        bool flag => flag ? "true" : "false",
        TimeSpan time => PolicyDuration.TextOf(time),
        Enum name => PolicyKey.Of(name.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string? Take(object taken, out object? value)
    {
        value = taken;
        return null;
    }

    private static string? Number(string text, long least, long most, out long number) =>
        long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most
            ? null
            : $"expected a whole number{(most == long.MaxValue ? "" : $" from {least} to {most}")}";

    private static string? OfDouble(string text, out object? value)
    {
        value = null;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Take(number, out value)
            : "expected a number";
    }

    private static string? OfEnum(Type type, string text, out object? value)
    {
        object?[] arguments = [text, null];
        var expected = (string?)OpenEnum.MakeGenericMethod(type).Invoke(null, arguments);
        value = arguments[1];
        return expected;
    }

    private static string? Enum<T>(string text, out object? value) where T : struct, Enum
    {
        value = null;
        return WireName.TryParse<T>(text, out var name)
            ? Take(name, out value)
            : $"expected one of {string.Join(", ", System.Enum.GetValues<T>().Select(WireName.Of))}";
    }

    private static string Clean(string text) => string.Concat(text.Take(160).Select(c => char.IsControl(c) ? '·' : c));
}
