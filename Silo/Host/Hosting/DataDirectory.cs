namespace Tegument.Silo.Host.Hosting;

/// <summary>The directory of everything the silo keeps. For its owner alone: it holds token files.</summary>
public static class DataDirectory
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory, or takes one that is there and that nobody else may write; its rights stay as they are.</summary>
    /// <exception cref="UsageException">It cannot be made or written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            if (Directory.Exists(path)) Refuse(path);
            else Directory.CreateDirectory(path, Mode);
            var probe = Path.Combine(path, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--data {path} cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    // A directory like /tmp is somebody else's as well: its mode is not ours to change, and a token there is not ours alone.
    private static void Refuse(string path)
    {
        if ((File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            throw new UsageException($"--data {path} may be written by others; name a directory for the silo alone");
    }

    /// <summary>Writes a file whole or not at all, readable for its owner alone.</summary>
    public static void WritePrivate(string path, string text)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = FileMode }))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
