using System.Reflection;
using System.Text.Json;

namespace Tegument.Silo.Policy.Text;

/// <summary>What a member of the policy is called in the file, and which members are settings.</summary>
internal static class PolicyKey
{
    /// <summary>"HalfLife" is "half-life"; "IPv6" is one word.</summary>
    public static string Of(string member) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(member.Replace("IPv", "Ipv", StringComparison.Ordinal)).Replace("ipv-", "ipv", StringComparison.Ordinal);

    /// <summary>All that can be set; what is only computed is no setting.</summary>
    public static IEnumerable<PropertyInfo> Settings(Type section) => section
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0);

    /// <summary>A record of ours with settings, and not a value.</summary>
    public static bool IsSection(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(string) && type != typeof(Uri) && type.GetConstructor(Type.EmptyTypes) is not null
        && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    /// <summary>The element type of a list setting; null when it is none.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        return type.IsGenericType && type.GetGenericTypeDefinition() is { } open
            && (open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IEnumerable<>) || open == typeof(IList<>) || open == typeof(List<>))
            ? type.GetGenericArguments()[0]
            : null;
    }

    /// <summary>The value type of a setting that is a table by name; null when it is none.</summary>
    public static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is { } open
        && (open == typeof(IReadOnlyDictionary<,>) || open == typeof(IDictionary<,>) || open == typeof(Dictionary<,>))
        && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;
}
