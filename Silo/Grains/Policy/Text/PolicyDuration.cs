using System.Globalization;

namespace Tegument.Silo.Policy.Text;

/// <summary>Durations as people write them: 10m, 1h30m, 30d, 1.5s, 250ms. Larger units first, each once.</summary>
public static class PolicyDuration
{
    private static readonly (string Name, double Seconds)[] Units = [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (text == "0") return true;
        var seconds = 0.0;
        var unit = -1;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = Run(rest, static c => char.IsAsciiDigit(c) || c == '.');
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
            rest = rest[digits..];
            var letters = Run(rest, char.IsAsciiLetter);
            var named = Index(rest[..letters]);
            if (named <= unit) return false;
            unit = named;
            seconds += count * Units[unit].Seconds;
            rest = rest[letters..];
        }

        if (unit < 0 || !(seconds < TimeSpan.MaxValue.TotalSeconds / 2)) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The text that <see cref="TryParse"/> reads back: "1h30m".</summary>
    public static string TextOf(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return duration == TimeSpan.Zero ? "0s" : "-" + TextOf(duration.Negate());
        var text = duration.Days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{duration.Days}d") : "";
        if (duration.Hours > 0) text += string.Create(CultureInfo.InvariantCulture, $"{duration.Hours}h");
        if (duration.Minutes > 0) text += string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}m");
        var seconds = duration.TotalSeconds % 60;
        return seconds > 0 ? text + string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds, 3)}s") : text;
    }

    private static int Run(ReadOnlySpan<char> text, Func<char, bool> wanted)
    {
        var length = 0;
        while (length < text.Length && wanted(text[length])) length++;
        return length;
    }

    private static int Index(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Units.Length; i++)
        {
            if (name.SequenceEqual(Units[i].Name)) return i;
        }

        return -1;
    }
}
