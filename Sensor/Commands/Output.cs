using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Tegument.Sensor.Commands;

/// <summary>Tables for people and JSON for programs. Everything that came from the network is escaped before a terminal sees it.</summary>
public static class Output
{
    /// <summary>Wide enough that nothing wraps: what reads a pipe wants a row on a line.</summary>
    private const int WidthWithoutTerminal = 1_000_000;

    public static IAnsiConsole Console { get; } = Create();

    public static void Json<T>(T value, JsonTypeInfo<T> type) => System.Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Text from anywhere, safe for markup and for the terminal: control characters become a middle dot.</summary>
    public static string Safe(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "-";
        return Markup.Escape(string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? '·' : source[i];
        }));
    }

    public static string Number(double value) => value.ToString(value == Math.Floor(value) ? "N0" : "N1", CultureInfo.InvariantCulture);

    /// <summary>"9m 58s", "3h 5m", "12d 4h": the two largest units.</summary>
    public static string Span(double seconds)
    {
        // A ban for 90 s that was decided a moment ago has 90 s left for people, not 89.
        var span = TimeSpan.FromSeconds(Math.Round(Math.Clamp(seconds, 0, 4e9)));
        return span switch
        {
            { TotalDays: >= 1 } => $"{(int)span.TotalDays}d {span.Hours}h",
            { TotalHours: >= 1 } => $"{span.Hours}h {span.Minutes}m",
            { TotalMinutes: >= 1 } => $"{span.Minutes}m {span.Seconds}s",
            _ => $"{span.Seconds}s",
        };
    }

    /// <summary>"1 ban", "2 bans".</summary>
    public static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IAnsiConsole Create()
    {
        var redirected = System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(redirected ? new TrimmingWriter(System.Console.Out) : System.Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
