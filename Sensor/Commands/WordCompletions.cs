using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;

namespace Tegument.Sensor.Commands;

/// <summary>
/// What a shell offers for a value: the names that an enum has on our wire instead of those it has in code, and the words of a help name such
/// as "plain|csv|json".
/// </summary>
internal static class WordCompletions
{
    public static void AddTo(Command command)
    {
        foreach (var argument in command.Arguments) Add(argument.CompletionSources, argument.ValueType, argument.HelpName);
        foreach (var option in command.Options) Add(option.CompletionSources, option.ValueType, option.HelpName);
        foreach (var inner in command.Subcommands) AddTo(inner);
    }

    private static void Add(List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, Type type, string? helpName)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        string[] words = value.IsEnum ? [.. Enum.GetNames(value).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)] : WordsOf(helpName);
        if (words.Length == 0) return;
        sources.Clear();
        sources.Add(_ => words.Select(word => new CompletionItem(word)));
    }

    /// <summary>"90s|15m|1h" are examples, not choices.</summary>
    private static string[] WordsOf(string? helpName)
    {
        var words = helpName?.Split('|') ?? [];
        return words.Length > 1 && words.All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || c == '-')) ? words : [];
    }
}
