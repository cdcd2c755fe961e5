namespace Tegument.Dashboard.Components.Charts;

/// <summary>An hour's bar, in percent, and what it says in words.</summary>
public sealed record BanBar(double Left, double Top, double Height, string Words);
