using Tegument.Contracts.Bans;

namespace Tegument.Silo.Bans;

/// <summary>What a query asks of each ban, and which stretch of each order can hold such bans. Used by one call.</summary>
internal sealed class BanMatcher
{
    private readonly BanQuery _query;
    private readonly bool[]? _origins;

    // A feed says the same of a hundred thousand addresses, in one shared text.
    private string? _lastReason;
    private bool _lastHolds;

    /// <exception cref="ArgumentException">The query makes no sense; the message names the field.</exception>
    public BanMatcher(BanQuery query)
    {
        if (query.Text is { Length: 0 or > BanQuery.MaxTextLength }) throw new ArgumentException($"text: 1 to {BanQuery.MaxTextLength} characters");
        if (query.MinScore is { } score && !double.IsFinite(score)) throw new ArgumentException("minScore: must be a number");
        _query = query;
        if (query.Origin is null && query.Origins is not { Length: > 0 }) return;
        _origins = new bool[256];
        foreach (var origin in query.Origins is { Length: > 0 } ? query.Origins : Enum.GetValues<BanOrigin>())
        {
            _origins[(byte)origin] = query.Origin is null || query.Origin == origin;
        }
    }

    /// <summary>No ban outside this range of the order matches.</summary>
    public BanRange RangeIn(BanSort sort) => sort switch
    {
        BanSort.Prefix when _query.Within is { } network => BanRange.Within(network),
        BanSort.Expires when _query.ExpiresBefore is { } end => BanRange.All with { High = BanPosition.LastOf(end.UtcTicks - 1) },
        BanSort.Created when _query.CreatedSince is { } start => BanRange.All with { Low = BanPosition.FirstOf(start.UtcTicks) },
        BanSort.Score when _query.MinScore is { } score => BanRange.All with { Low = BanPosition.FirstOf(BanPosition.RankOf(score)) },
        _ => BanRange.All,
    };

    /// <summary>How many match, where that is known without looking at each; <paramref name="counted"/> are the bans in this order's range.</summary>
    public long? Known(BanTable table, BanSort sort, long counted)
    {
        if (_query.Text is not null || _query.Actor is not null || _query.Covering is not null) return null;
        if (_query.Within is { } network && (sort != BanSort.Prefix || HoldsBothFamilies(network))) return null;
        if (_query.ExpiresBefore is not null && sort != BanSort.Expires) return null;
        if (_query.CreatedSince is not null && sort != BanSort.Created) return null;
        if (_query.MinScore is not null && sort != BanSort.Score) return null;
        if (_origins is null) return counted;
        if (RangeIn(sort) != BanRange.All) return null;
        return Enum.GetValues<BanOrigin>().Where(origin => _origins[(byte)origin]).Sum(table.CountOf);
    }

    public bool Matches(Ban ban)
    {
        if (_origins is not null && !_origins[(byte)ban.Origin]) return false;
        if (_query.MinScore is { } score && ban.Score < score) return false;
        if (_query.ExpiresBefore is { } end && ban.Expires >= end) return false;
        if (_query.CreatedSince is { } start && ban.Created < start) return false;
        if (_query.Within is { } network && !network.Contains(ban.Prefix)) return false;
        if (_query.Covering is { } address && !ban.Prefix.Contains(address)) return false;
        if (_query.Actor is { } actor && ban.Actor != actor) return false;
        return _query.Text is not { } text || Holds(ban, text);
    }

    private bool Holds(Ban ban, string text)
    {
        if (!ReferenceEquals(ban.Reason, _lastReason))
        {
            _lastReason = ban.Reason;
            _lastHolds = ban.Reason.Contains(text, StringComparison.OrdinalIgnoreCase);
        }

        return _lastHolds || ban.Actor.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    // IPv4 stands in the middle of IPv6 in the order of prefixes; only networks as wide as ::/80 reach over it.
    private static bool HoldsBothFamilies(Contracts.Addresses.IpPrefix network) =>
        network is { IsIPv4: false, Length: <= 96 } && network.Address.Upper == 0;
}
