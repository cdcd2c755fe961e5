using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Explain;

/// <summary>How long a ban lasts, as a product: the first ban's time, multiplied once per strike. Pure.</summary>
/// <param name="Base">"10 min × 4"; null where the length does not come from the product.</param>
/// <param name="Power">The strikes that multiply.</param>
/// <param name="Because">Why it is so long, or no longer.</param>
public readonly record struct BanProduct(string Lasts, string? Base, int Power, string Because)
{
    public static BanProduct Of(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return explanation.Decision is { } decision ? OfBan(explanation, decision) : OfNext(explanation);
    }

    private static BanProduct OfBan(Explanation explanation, PastBan decision)
    {
        var lasts = Said.Span(decision.TtlSeconds);
        if (!decision.Verified) return new(lasts, null, 0, "the evidence could be forged, so it earns a first ban at most, and no strike");
        var strikes = Math.Max(0, explanation.Strikes - 1); // Its own is counted since.
        if (explanation.Rules is not { } rules || decision.TtlSeconds >= rules.LongestBanSeconds) return new(lasts, null, strikes, $"the longest that a ban lasts; {Earlier(strikes)}");
        return Math.Abs((rules.FirstBanSeconds * Math.Pow(rules.BanFactor, strikes)) - decision.TtlSeconds) > 0.5
            ? new(lasts, null, strikes, "as the policy of then said")
            : new(lasts, $"{Said.Span(rules.FirstBanSeconds)} × {Said.Trim(rules.BanFactor)}", strikes, Earlier(strikes));
    }

    private static BanProduct OfNext(Explanation explanation)
    {
        var lasts = Said.Span(explanation.NextBanSeconds);
        var because = $"{Earlier(explanation.Strikes)}; unverified evidence earns {Said.Span(explanation.Rules?.FirstBanSeconds ?? 600)} at most";
        return explanation.Rules is { } rules && explanation.NextBanSeconds < rules.LongestBanSeconds
            ? new(lasts, $"{Said.Span(rules.FirstBanSeconds)} × {Said.Trim(rules.BanFactor)}", explanation.Strikes, because)
            : new(lasts, null, explanation.Strikes, because);
    }

    private static string Earlier(int strikes) => strikes switch
    {
        0 => "no earlier verified ban counts against it",
        1 => "one earlier verified ban counts as a strike",
        _ => $"{Said.Count(strikes)} earlier verified bans count as strikes",
    };
}
