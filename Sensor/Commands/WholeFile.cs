namespace Tegument.Sensor.Commands;

/// <summary>Writes a file whole or not at all: beside it first, then in its place.</summary>
internal static class WholeFile
{
    /// <param name="path">Null is standard output.</param>
    public static async Task Write(string? path, Func<Stream, Task> write)
    {
        if (path is null)
        {
            await using var standard = Console.OpenStandardOutput();
            await write(standard);
            return;
        }

        var fresh = path + ".new";
        try
        {
            await using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write)) await write(stream);
            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
