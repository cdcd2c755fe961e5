using System.Globalization;

namespace Tegument.Contracts.Client;

/// <summary>Puts a query string together; parts without a value are left out. Owned by one caller.</summary>
internal sealed class QueryText
{
    private readonly List<string> _parts = [];

    public QueryText Add(string name, string? value)
    {
        if (value is not null) _parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return this;
    }

    public QueryText Add<T>(string name, T? value) where T : struct, IFormattable => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    public QueryText Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", _ => null });

    public QueryText Add(string name, DateTimeOffset? value) =>
        Add(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));

    public override string ToString() => _parts.Count == 0 ? "" : "?" + string.Join('&', _parts);
}
