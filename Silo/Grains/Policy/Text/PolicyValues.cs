using System.Collections;

namespace Tegument.Silo.Policy.Text;

/// <summary>A policy laid out flat, and the difference between two.</summary>
public static class PolicyValues
{
    /// <summary>Every setting by its path, in the order of the records: "reputation.weights.low" is "10".</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(FleetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var values = new List<KeyValuePair<string, string>>();
        Add(values, "", typeof(FleetPolicy), policy);
        return values;
    }

    /// <summary>One line per setting that differs: "reputation.half-life: 10m -> 30m".</summary>
    public static string[] Changes(FleetPolicy before, FleetPolicy after)
    {
        var old = Of(before).ToDictionary(StringComparer.Ordinal);
        var fresh = Of(after);
        var lines = new List<string>();
        foreach (var (path, value) in fresh)
        {
            var had = old.Remove(path, out var was);
            if (!had) lines.Add($"{path}: new, {value}");
            else if (was != value) lines.Add($"{path}: {was} -> {value}");
        }

        lines.AddRange(old.Select(gone => $"{gone.Key}: {gone.Value}, gone"));
        return [.. lines];
    }

    private static void Add(List<KeyValuePair<string, string>> values, string path, Type type, object? value)
    {
        if (value is not null && PolicyKey.IsSection(type))
        {
            foreach (var setting in PolicyKey.Settings(type))
            {
                var key = PolicyKey.Of(setting.Name);
                Add(values, path.Length == 0 ? key : $"{path}.{key}", setting.PropertyType, setting.GetValue(value));
            }
        }
        else if (value is not null && PolicyKey.ElementOf(type) is { } element)
        {
            AddList(values, path, element, (IEnumerable)value);
        }
        else if (value is IDictionary table && PolicyKey.ValueOf(type) is { } inner)
        {
            foreach (var key in table.Keys.Cast<string>().Order(StringComparer.Ordinal)) Add(values, $"{path}.{key}", inner, table[key]);
        }
        else
        {
            values.Add(new(path, PolicyScalar.TextOf(value)));
        }
    }

    // A list of words is one value; a list of records has a value per setting of each.
    private static void AddList(List<KeyValuePair<string, string>> values, string path, Type element, IEnumerable list)
    {
        if (!PolicyKey.IsSection(element))
        {
            values.Add(new(path, $"[{string.Join(", ", list.Cast<object?>().Select(PolicyScalar.TextOf))}]"));
            return;
        }

        var index = 0;
        foreach (var item in list) Add(values, $"{path}[{index++}]", element, item);
    }
}
