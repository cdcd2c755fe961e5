using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>
/// The elements of nftables sets: of a script for <c>nft -f</c>, or of what <c>nft list set</c> prints. A timeout becomes the ban's, and in
/// a set that is named v4_24 an address is its /24. Everything else in the file is skipped.
/// </summary>
internal static partial class NftReader
{
    private const int MaxLine = 1024 * 1024;

    public static async IAsyncEnumerable<BanLine> Read(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var lines = new BoundedLines(stream, MaxLine);
        var place = new Place();
        while (await lines.Next(cancel) is { } line)
        {
            if (line.TooLong)
            {
                yield return BanLine.Bad(lines.Number, $"a line may have {MaxLine} characters");
                yield break;
            }

            foreach (Match token in Token().Matches(line.Text))
            {
                if (place.Take(token.Value) is { } element) yield return Line(element, place.Set, lines.Number);
            }
        }
    }

    private static BanLine Line(List<string> words, string set, long number)
    {
        var text = words[0];
        if (!IpPrefix.TryParse(text, out var prefix, out var error)) return BanLine.Bad(number, text.Length > 60 ? $"'{BanFields.Shown(text)}' is not an IP address or prefix" : error);
        if (words is [_, "." or ":", ..]) return BanLine.Bad(number, $"{text}: an element of addresses alone is expected");
        if (LengthOf().Match(set) is { Success: true } named && prefix.IsSingle)
        {
            var length = int.Parse(named.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (length > prefix.Address.Bits || new IpPrefix(prefix.Address, length).Address != prefix.Address) return BanLine.Bad(number, $"{text} is no /{length}, which the set's name says");
            prefix = new IpPrefix(prefix.Address, length);
        }

        // What is left of a timeout counts before the whole of it.
        var time = words.IndexOf("expires") is var left and >= 0 ? left : words.IndexOf("timeout");
        if (time < 0) return new BanLine(number, new BanRow(prefix), null);
        return time + 1 < words.Count && TryTime(words[time + 1], out var ttl)
            ? new BanLine(number, new BanRow(prefix, Ttl: ttl), null)
            : BanLine.Bad(number, $"{text}: its {words[time]} is not a time such as 1h30m");
    }

    private static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        if (Duration().Match(text) is not { Success: true } match) return false;
        double[] units = [86_400, 3600, 60, 1, 0.001];
        var seconds = units.Select((unit, i) => match.Groups[i + 1] is { Success: true } part ? unit * double.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0).Sum();
        if (seconds is <= 0 or > 1e10) return false;
        time = TimeSpan.FromSeconds(seconds);
        return true;
    }

    // A quoted text, a comment, a mark or a word.
    [GeneratedRegex("""("[^"]*"|#.*$|[{},=;]|[^\s{},=;"#]+)""")]
    private static partial Regex Token();

    [GeneratedRegex(@"^v[46]_(\d{1,3})$")]
    private static partial Regex LengthOf();

    [GeneratedRegex(@"^(?=\d)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,10})s?)?(?:(\d{1,12})ms)?$")]
    private static partial Regex Duration();

    /// <summary>Where in the file the reading is.</summary>
    private sealed class Place
    {
        private readonly List<string> _words = [];
        private string _before = "";
        private bool _inElements;
        private bool _done;

        /// <summary>The set whose elements are read.</summary>
        public string Set { get; private set; } = "";

        /// <summary>The words of an element that this token ends; good until the next token.</summary>
        public List<string>? Take(string token)
        {
            if (token[0] == '#') return null;
            if (_inElements) return InElements(token);
            switch (token)
            {
                case "{" when _words.Contains("elements") || _words.Contains("element"):
                    if (_words.Contains("element")) Set = _before;
                    _inElements = true;
                    _words.Clear();
                    break;
                case "{" or "}" or ";":
                    if (_words is ["set", var listed, ..]) Set = listed;
                    else if (_words is [_, "set", _, _, var added, ..]) Set = added;
                    _words.Clear();
                    break;
                default:
                    if (_words.Count < 16) _words.Add(token);
                    _before = token;
                    break;
            }

            return null;
        }

        private List<string>? InElements(string token)
        {
            if (token is not ("," or "}"))
            {
                if (_done) _words.Clear();
                _done = false;
                if (_words.Count < 16) _words.Add(token);
                return null;
            }

            if (token == "}") _inElements = false;
            if (_done || _words.Count == 0) return null;
            _done = true;
            return _words;
        }
    }
}
