namespace Tegument.Sensor.Enforce.Protect;

/// <summary>Reads small text files that may vanish while they are read, as those of a process do. What cannot be read is empty.</summary>
internal static class ProcFile
{
    /// <summary>A host with more connections than this is read as far as this.</summary>
    private const int MaxLines = 2_000_000;

    public static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public static IEnumerable<string> Lines(string path)
    {
        using var reader = Open(path);
        for (var count = 0; reader is not null && count < MaxLines; count++)
        {
            string? line;
            try
            {
                line = reader.ReadLine();
            }
            catch (IOException)
            {
                yield break;
            }

            if (line is null) yield break;
            yield return line;
        }
    }

    private static StreamReader? Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
