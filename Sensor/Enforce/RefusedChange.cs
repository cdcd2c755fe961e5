namespace Tegument.Sensor.Enforce;

/// <summary>A change that the kernel refused on its own, and its words.</summary>
public sealed record RefusedChange(BanChange Change, string Reason);
