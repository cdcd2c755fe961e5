using Tegument.Contracts.Reputation;

namespace Tegument.Dashboard.Live;

/// <summary>What last happened to one source. Immutable.</summary>
/// <param name="Number">Grows by one with each thing that happens to anybody: the order of the feed.</param>
/// <param name="Address">An address or prefix.</param>
/// <param name="Reason">Hostile text; shown as text only.</param>
/// <param name="BanSeconds">How long the ban that was made lasts; null when none was.</param>
/// <param name="Lifted">A ban was taken back.</param>
/// <param name="Actor">Who banned or lifted by hand or from elsewhere; null for decisions on evidence.</param>
public sealed record FeedLine(
    long Number, DateTimeOffset At, string Address, Standing Standing, double Score, string Reason, double? BanSeconds = null, bool Lifted = false, string? Actor = null);
