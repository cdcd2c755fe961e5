namespace Tegument.Sensor.Native.Filters;

/// <summary>A filter expression cannot be used; the message is the reason alone, on one line.</summary>
public sealed class FilterException(string reason) : Exception(reason)
{
    /// <summary>It may well be right: what is to compile it is not there.</summary>
    public bool LibraryMissing { get; init; }
}
