namespace Tegument.Sensor.Enforce;

/// <summary>
/// The file <c>observe-only</c> in the data directory: while it is there, this host decides and drops nothing, whatever it was started
/// with. Its text says who asked for that, when and why. Safe on any thread and across processes.
/// </summary>
public sealed class ObserveOnlyMarker(string dataDirectory)
{
    public const string FileName = "observe-only";

    public string Path { get; } = System.IO.Path.Combine(dataDirectory, FileName);

    public bool Exists => File.Exists(Path);

    /// <summary>Null, or why it could not be written.</summary>
    public string? Write(string actor, string reason, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            File.WriteAllText(Path, $"{now:yyyy-MM-ddTHH:mm:ssZ} {OneLine(actor)}: {OneLine(reason)}\n");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Path}: {e.Message}";
        }
    }

    /// <summary>Enforcement is wanted again, from the next start. Null, or why the file could not be removed.</summary>
    public string? Remove()
    {
        try
        {
            File.Delete(Path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Path}: {e.Message}";
        }
    }

    private static string OneLine(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]);
}
