using System.Globalization;
using System.Text;

namespace Tegument.Dashboard.Text;

/// <summary>
/// Text that strangers wrote, made fit for one line: what breaks a line, turns the writing's direction or does not show becomes a middle dot, and
/// what is long is cut. Rendered as text it can then do nothing; never render it as markup.
/// </summary>
public static class Captured
{
    public const int DefaultLength = 120;

    /// <param name="length">Runes at most; an ellipsis tells that there was more.</param>
    public static string Line(string? text, int length = DefaultLength)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, length) + 1);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == length)
            {
                line.Append('…');
                break;
            }

            if (IsPlain(rune)) line.Append(rune.ToString());
            else line.Append('·');
        }

        return line.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
