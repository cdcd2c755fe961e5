using System.Diagnostics;
using System.Globalization;
using Tegument.Tests.Support;

namespace Tegument.Gateway.Tests.Support;

/// <summary>A small file system in memory, mounted for one test. Needs root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SmallDisk()
    {
    }

    public string Path => _directory.Path;

    private string Filler => _directory["filler"];

    public static SmallDisk Mount(int megabytes)
    {
        Requires.Root();
        Requires.Programs("mount", "umount");
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0700"), "tmpfs", disk.Path)) return disk;
        disk._directory.Dispose();
        throw new SkipException("needs to mount a tmpfs, which this machine refuses");
    }

    /// <summary>Leaves no room at all.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        using var stream = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) stream.Write(block);
        }
        catch (IOException)
        {
            // Full: that was the wish.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Requires.Find(program)!, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
