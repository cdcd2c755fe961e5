using System.Globalization;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>
/// Finds the peers of authenticated sshd sessions. A connection to sshd's port proves nothing; the process that owns the socket must be an
/// sshd child past authentication, which its title tells: "sshd: USER@pts/0" or "sshd: USER". Before that the title holds a word in
/// brackets, and "sshd: root [priv]" already stands while a stranger only guesses root's password.
/// </summary>
/// <param name="proc">Where procfs is, "/proc".</param>
internal sealed class AdministratorSessions(string proc)
{
    private const int MaxProcesses = 100_000;
    private const int MaxDescriptors = 1024;
    private const int MaxSessions = 1024;

    public IReadOnlyCollection<IpKey> Find()
    {
        var inodes = new HashSet<string>();
        foreach (var process in Directory.EnumerateDirectories(proc).Take(MaxProcesses))
        {
            if (inodes.Count < MaxSessions && IsProcess(process) && IsAuthenticated(process)) AddSockets(process, inodes);
        }

        var peers = new HashSet<IpKey>();
        if (inodes.Count == 0) return peers;
        foreach (var table in (string[])["tcp", "tcp6"])
        {
            foreach (var line in ProcFile.Lines(Path.Combine(proc, "thread-self/net", table)))
            {
                if (EstablishedPeer(line, inodes) is { } peer) peers.Add(peer);
            }
        }

        return peers;
    }

    /// <summary>True for the title of a session that has passed authentication.</summary>
    public static bool IsSessionTitle(string title)
    {
        var at = title.IndexOf(": ", StringComparison.Ordinal);
        if (at < 0 || title[..at] is not ("sshd" or "sshd-session")) return false;
        var rest = title[(at + 2)..];
        var user = rest.Split('@')[0];
        return user.Length > 0 && user != "unknown" && !rest.Contains('[') && !user.Contains(' ') && !user.Contains('/');
    }

    private static bool IsProcess(string path) => char.IsAsciiDigit(Path.GetFileName(path)[0]);

    private bool IsAuthenticated(string process)
    {
        if (!IsSshd(process)) return false;

        // setproctitle overwrites the arguments with one text; what follows its zero is left over from them.
        var title = ProcFile.Text(Path.Combine(process, "cmdline")).Split('\0')[0].Trim();
        return IsSessionTitle(title) && (IsRoots(process) || ParentIsRootsSshd(process));
    }

    private static bool IsSshd(string process) => ProcFile.Text(Path.Combine(process, "comm")).Trim() is "sshd" or "sshd-session";

    /// <summary>Anybody can name a program sshd and give it a title; only root's sshd has such a child.</summary>
    private bool ParentIsRootsSshd(string process)
    {
        var parent = Path.Combine(proc, Field(process, "PPid:"));
        return IsSshd(parent) && IsRoots(parent);
    }

    private static bool IsRoots(string process) => Field(process, "Uid:") == "0";

    /// <summary>The first value of a line of /proc/PID/status; for Uid that is the real one.</summary>
    private static string Field(string process, string name)
    {
        foreach (var line in ProcFile.Lines(Path.Combine(process, "status")))
        {
            if (line.StartsWith(name, StringComparison.Ordinal)) return line[name.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
        }

        return "none";
    }

    private static void AddSockets(string process, HashSet<string> inodes)
    {
        try
        {
            foreach (var descriptor in new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFileSystemInfos().Take(MaxDescriptors))
            {
                if (descriptor.LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)) inodes.Add(target[8..^1]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile.
        }
    }

    /// <summary>Columns of /proc/net/tcp: slot, local, remote, state (01: established), queues, timer, retransmissions, user, timeout, inode.</summary>
    private static IpKey? EstablishedPeer(string line, HashSet<string> inodes)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 10 || columns[3] != "01" || !inodes.Contains(columns[9])) return null;
        var remote = columns[2];
        var colon = remote.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !ushort.TryParse(remote.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)) return null;
        return ProcAddress.TryRead(remote.AsSpan(0, colon), out var address) && !address.IsLoopback ? address : null;
    }
}
