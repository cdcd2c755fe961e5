namespace Tegument.Sensor.Native.Nftables;

/// <summary>nftables cannot be used at all; the message is fit for a person.</summary>
public sealed class NftablesException(string message) : Exception(message);
