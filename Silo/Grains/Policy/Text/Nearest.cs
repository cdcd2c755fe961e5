namespace Tegument.Silo.Policy.Text;

/// <summary>What somebody probably meant.</summary>
internal static class Nearest
{
    private const int MaxLength = 40;

    /// <summary>The word within two slips of the text, a third of its length at most; null when there is none.</summary>
    public static string? Of(string text, IEnumerable<string> words)
    {
        if (text.Length > MaxLength) return null;
        var plain = text.Replace('_', '-').ToLowerInvariant();
        var (best, least) = ((string?)null, Math.Min(2, text.Length / 3) + 1);
        foreach (var word in words)
        {
            if (word.Replace("-", "", StringComparison.Ordinal) == plain.Replace("-", "", StringComparison.Ordinal)) return word;
            var slips = Slips(plain, word);
            if (slips < least) (best, least) = (word, slips);
        }

        return best;
    }

    // Levenshtein, two rows.
    private static int Slips(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
