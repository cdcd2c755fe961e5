namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>An event as the hub keeps it: written once, sent to everybody. Immutable.</summary>
/// <param name="Number">Grows by one with each event of this process.</param>
/// <param name="Data">JSON in UTF-8, one line.</param>
public sealed record LiveEntry(long Number, string Type, ReadOnlyMemory<byte> Data);
