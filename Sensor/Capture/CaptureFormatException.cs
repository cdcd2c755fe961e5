namespace Tegument.Sensor.Capture;

/// <summary>A capture file cannot be read at all. The message is one line for people: file, reason and where.</summary>
public sealed class CaptureFormatException : Exception
{
    public CaptureFormatException(string file, long offset, string reason) : base($"{file}: {reason} (at byte {offset})")
    {
        File = file;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>The file could not even be opened: there is no offset to name.</summary>
    public CaptureFormatException(string file, string reason, Exception inner) : base($"{file}: {reason}", inner)
    {
        File = file;
        Reason = reason;
    }

    public string File { get; }

    /// <summary>Bytes from the file's start; 0 when it could not be opened.</summary>
    public long Offset { get; }

    public string Reason { get; }
}
