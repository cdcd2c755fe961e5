using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Wire;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>Gathers the fields of one ban as texts and says which of them makes no sense. The names are those that an export writes.</summary>
internal sealed class BanFields
{
    public static readonly string[] Names = ["address", "origin", "actor", "reason", "created", "expires", "secondsLeft", "score"];

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private IpPrefix? _prefix;
    private BanRow _row = new(default);

    /// <summary>Null when the field is one we know with a value it takes; an empty value is none.</summary>
    public string? Put(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return Known(name) ? null : $"there is no field '{Shown(name)}'";
        switch (name)
        {
            case "address":
                if (!IpPrefix.TryParse(value.Trim(), out var prefix, out var error)) return Shown(error, 200);
                _prefix = prefix;
                return null;
            case "origin":
                if (!WireName.TryParse<BanOrigin>(value, out var origin)) return $"origin: '{Shown(value)}' is none of automatic, manual, feed, api";
                _row = _row with { Origin = origin };
                return null;
            case "actor":
                _row = _row with { Actor = value };
                return null;
            case "reason":
                _row = _row with { Reason = value };
                return null;
            case "created" or "expires":
                if (!TryTime(value, out var time)) return $"{name}: '{Shown(value)}' is not a time such as 2026-01-31T12:00:00Z";
                _row = name == "created" ? _row with { Created = time } : _row with { Expires = time };
                return null;
            case "secondsLeft" or "ttlSeconds":
                if (!TryNumber(value, out var seconds) || seconds <= 0 || seconds > BanRequest.MaxTtl.TotalSeconds) return $"{name}: '{Shown(value)}' is not 1 to {BanRequest.MaxTtl.TotalSeconds:0} seconds";
                _row = _row with { Ttl = TimeSpan.FromSeconds(seconds) };
                return null;
            case "score":
                if (!TryNumber(value, out var score) || score < 0) return $"score: '{Shown(value)}' is not a number from 0 on";
                _row = _row with { Score = score };
                return null;
            default:
                return $"there is no field '{Shown(name)}'";
        }
    }

    /// <summary>The ban of all fields put since the last call.</summary>
    public BanLine Take(long number)
    {
        var line = _prefix is { } prefix ? new BanLine(number, _row with { Prefix = prefix }, null) : BanLine.Bad(number, "the address is missing");
        Clear();
        return line;
    }

    public void Clear() => (_prefix, _row) = (null, new BanRow(default));

    public static bool Known(string name) => name == "ttlSeconds" || Names.Contains(name);

    /// <summary>A piece of a stranger's file that is fit for a line of ours.</summary>
    public static string Shown(string text, int most = 60)
    {
        var cut = text.Length > most ? text[..most] + "..." : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '·' : c));
    }

    private static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
