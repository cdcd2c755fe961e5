namespace Tegument.Contracts.Client;

/// <summary>Which live events, and from where on.</summary>
/// <param name="Types">Some of <see cref="Live.LiveTypes"/>; null is all that the token may hear.</param>
/// <param name="After">The <see cref="Live.LiveEvent.Id"/> of the last event that was seen; null begins with what comes.</param>
public sealed record LiveFilter(IReadOnlyList<string>? Types = null, string? After = null)
{
    internal string Query() => Types is null ? "" : $"?types={Uri.EscapeDataString(string.Join(',', Types))}";
}
