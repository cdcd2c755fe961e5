using System.Security;
using System.Text;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Commands;

/// <summary>The files that <c>up</c> leaves for the verbs and the agent. Tokens are readable by root alone.</summary>
public sealed class DataDirectory
{
    public const string OperatorToken = "operator.token";
    public const string AdminToken = "admin.token";
    public const string AgentToken = "agent.token";
    public const int DefaultConsolePort = 7580;
    private const string ConsoleAddress = "console.address";
    private const string SiloAddress = "silo.address";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForOthers = (UnixFileMode)0b000_111_111;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private static readonly string[] Ours = ["tegument.db", "silo.lock", AgentToken, SiloAddress, "bans.state"];

    /// <exception cref="CommandException">The path is empty or no path.</exception>
    public DataDirectory(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new CommandException("--data: expected a directory, such as " + SiloOptions.DefaultData, ExitCode.BadInput);
        Path = System.IO.Path.GetFullPath(path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string? ReadSiloAddress() => Read(SiloAddress);

    /// <summary>Where the console is; null when <c>up</c> runs none.</summary>
    public string? ReadConsoleAddress() => Read(ConsoleAddress);

    /// <summary>Tells the verbs where people sign in.</summary>
    public void WriteConsoleAddress(string address) => Write(ConsoleAddress, address);

    public void ForgetConsoleAddress() => System.IO.File.Delete(File(ConsoleAddress));

    /// <summary>Tells the verbs where the silo answers. Written once it does, so that its presence means a start that succeeded.</summary>
    public void WriteSiloAddress(string address) => Write(SiloAddress, address);

    private void Write(string name, string address)
    {
        var fresh = File(name + ".new");
        System.IO.File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(Encoding.UTF8.GetBytes(address + "\n"));
        }

        System.IO.File.Move(fresh, File(name), overwrite: true);
    }

    /// <summary>Null when there is no such file; a file that may not be read is an error that says so.</summary>
    public string? ReadToken(string name)
    {
        try
        {
            return Read(name);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw new CommandException($"{File(name)} may be read by root only: use sudo, --token or TEGUMENT_TOKEN");
        }
    }

    /// <summary>
    /// Makes the directory, closed to others. One that is there must be ours alone or empty: it will be closed to others and holds
    /// secrets, and neither /etc nor somebody's home is the place for that.
    /// </summary>
    /// <exception cref="CommandException">It cannot be made, or belongs to others; nothing was changed.</exception>
    public void Create()
    {
        if (System.IO.File.Exists(Path)) throw new CommandException($"--data {Path}: is a file; give a directory", ExitCode.BadInput);
        try
        {
            if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, OwnerOnly);
            else if (Objection() is { } reason) throw new CommandException($"--data {Path}: {reason}; give a directory of its own", ExitCode.BadInput);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--data {Path}: cannot be made or read ({e.Message.TrimEnd('.')}); give a directory that may be written", ExitCode.BadInput);
        }
    }

    private string? Objection()
    {
        var mode = System.IO.File.GetUnixFileMode(Path);
        if (FileOwner.Of(Path) is { } owner && owner != FileOwner.Ours) return $"belongs to another user (id {owner})";
        if ((mode & WritableByOthers) != 0) return "others may write there";
        var shared = (mode & ForOthers) != 0 && Directory.EnumerateFileSystemEntries(Path).Any() && !Ours.Any(name => System.IO.File.Exists(File(name)));
        return shared ? "holds other files and is open to others" : null;
    }

    private string? Read(string name) => System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllText(File(name)).Trim() : null;
}
