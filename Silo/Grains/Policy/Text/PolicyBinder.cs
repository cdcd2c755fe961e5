using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tegument.Silo.Policy.Text;

/// <summary>
/// Makes policy records from nodes: every public settable member of a record is a setting under its kebab-case name. What the file does
/// not say keeps the default. Faults name the place; a setting at fault keeps its default, so that the rest is read as well.
/// </summary>
/// <param name="ignored">
/// Values to leave at their default without a word: they were complained about already. List items that cannot be read are added, so that
/// whoever counts the items of a list knows which are missing.
/// </param>
internal sealed class PolicyBinder(PolicyFaults faults, HashSet<PolicyNode> ignored)
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <param name="defaults">An instance of the type whose values hold where the file says nothing.</param>
    public object Section(Type type, PolicyNode node, string path, object defaults)
    {
        var section = Activator.CreateInstance(type)!;
        var settings = PolicyKey.Settings(type).ToDictionary(property => PolicyKey.Of(property.Name), StringComparer.Ordinal);
        foreach (var setting in settings.Values) setting.SetValue(section, setting.GetValue(defaults));
        if (node.IsEmpty) return section;
        if (node.Kind != PolicyNodeKind.Section)
        {
            faults.Add(node, path, $"expected settings, one a line ({node.Found})");
            return section;
        }

        foreach (var entry in node.Entries)
        {
            var under = Join(path, entry.Key);
            if (!settings.TryGetValue(entry.Key, out var setting)) Unknown(entry, path, settings.Keys);
            else if (!ignored.Contains(entry.Value) && Value(setting.PropertyType, IsNullable(setting), entry.Value, under, setting.GetValue(section), out var value))
                setting.SetValue(section, value);
        }

        foreach (var (key, setting) in settings)
        {
            if (setting.IsDefined(typeof(RequiredMemberAttribute)) && node.Entries.TrueForAll(entry => entry.Key != key))
                faults.Add(node, path, $"'{key}' is missing");
        }

        return section;
    }

    private bool Value(Type type, bool nullable, PolicyNode node, string path, object? defaults, out object? value)
    {
        value = null;
        if (PolicyKey.IsSection(type))
        {
            if (nullable && node is { IsEmpty: true, Text: not "" }) return true;
            value = Section(type, node, path, defaults ?? Activator.CreateInstance(type)!);
            return true;
        }

        if (PolicyKey.ElementOf(type) is { } element) return List(element, type, node, path, out value);
        if (PolicyKey.ValueOf(type) is { } values) return Table(values, node, path, out value);
        return Scalar(Nullable.GetUnderlyingType(type) ?? type, nullable, node, path, out value);
    }

    private bool List(Type element, Type type, PolicyNode node, string path, out object? value)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        value = null;
        if (node.Kind != PolicyNodeKind.List && !node.IsEmpty)
        {
            faults.Add(node, path, $"expected a list, '- ' before each item ({node.Found})");
            return false;
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            if (ignored.Contains(node.Items[i])) continue;
            if (Value(element, false, node.Items[i], $"{path}[{i}]", null, out var item)) list.Add(item);
            else ignored.Add(node.Items[i]);
        }

        value = type.IsArray || type.IsInterface ? ToArray(list, element) : list;
        return true;
    }

    private bool Table(Type values, PolicyNode node, string path, out object? value)
    {
        var table = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), values))!;
        value = null;
        if (node.Kind != PolicyNodeKind.Section && !node.IsEmpty)
        {
            faults.Add(node, path, $"expected 'name: value' lines ({node.Found})");
            return false;
        }

        foreach (var entry in node.Entries)
        {
            if (ignored.Contains(entry.Value)) continue;
            if (Value(values, false, entry.Value, Join(path, entry.Key), null, out var item)) table.Add(entry.Key, item);
        }

        value = table;
        return true;
    }

    private bool Scalar(Type type, bool nullable, PolicyNode node, string path, out object? value)
    {
        value = null;
        var nothing = node.IsEmpty || node is { Kind: PolicyNodeKind.Scalar, IsPlain: true, Text: "never" or "none" };
        if (nullable && nothing) return true;
        string? expected = null;
        if (node.Kind != PolicyNodeKind.Scalar || node.IsEmpty) expected = Expected(type);
        else expected = PolicyScalar.Read(type, node.Text, out value);
        if (expected is null) return true;
        faults.Add(node, path, $"{expected}{(nullable ? ", or never" : "")} ({node.Found})");
        return false;
    }

    // No setting reads this text, so the reader says what would do.
    private static string Expected(Type type) => type == typeof(string) ? "expected a text" : PolicyScalar.Read(type, "\0", out _) ?? "expected a value";

    private void Unknown(PolicyEntry entry, string path, IEnumerable<string> known)
    {
        var nearest = Nearest.Of(entry.Key, known);
        var hint = nearest is null ? $"known here: {string.Join(", ", known)}" : $"did you mean '{nearest}'?";
        faults.Add(entry.Line, entry.Column, path, $"there is no setting {PolicyFaults.Shown(entry.Key)}; {hint}");
    }

    private bool IsNullable(PropertyInfo setting) =>
        Nullable.GetUnderlyingType(setting.PropertyType) is not null || _nullability.Create(setting).WriteState == NullabilityState.Nullable;

    private static Array ToArray(IList list, Type element)
    {
        var array = Array.CreateInstance(element, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private static string Join(string path, string key)
    {
        var shown = PolicyFaults.Shown(key)[1..^1];
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}
