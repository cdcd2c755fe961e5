namespace Tegument.Contracts.Live;

/// <summary>The first event of a stream.</summary>
/// <param name="Silo">The silo's program version.</param>
/// <param name="Types">The kinds of events that this stream tells.</param>
/// <param name="HeartbeatSeconds">A stream that has been silent for much longer is dead.</param>
public sealed record HelloEvent(string Silo, string[] Types, double HeartbeatSeconds);
