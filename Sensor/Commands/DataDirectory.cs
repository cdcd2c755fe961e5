using System.Security;

namespace Tegument.Sensor.Commands;

/// <summary>The files that <c>up</c> leaves for the verbs and the agent. Tokens are readable by root alone.</summary>
public sealed class DataDirectory(string path)
{
    public const string OperatorToken = "operator.token";
    public const string AdminToken = "admin.token";
    public const string AgentToken = "agent.token";
    private const string SiloAddress = "silo.address";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string? ReadSiloAddress() => Read(SiloAddress);

    public void WriteSiloAddress(string address) => System.IO.File.WriteAllText(File(SiloAddress), address + "\n");

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

    /// <summary>Makes the directory, closed to others. A path that cannot be one is one line.</summary>
    public void Create()
    {
        try
        {
            if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--data {Path}: {e.Message} (give a directory that may be written)", ExitCode.BadInput);
        }
    }

    private string? Read(string name) => System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllText(File(name)).Trim() : null;
}
