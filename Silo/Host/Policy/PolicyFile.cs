using System.Security.Cryptography;
using System.Text;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Policy;

/// <summary>The file that holds the policy, and beside the database the last one that was good.</summary>
public sealed class PolicyFile
{
    public const string Name = "policy.yaml";

    private const string LastGoodName = "policy.last-good.yaml";

    private readonly string _lastGood;

    /// <param name="named">A file that the user named; null for the data directory's own.</param>
    public PolicyFile(string data, string? named)
    {
        IsNamed = named is not null;
        Path = named is null ? System.IO.Path.Combine(data, Name) : System.IO.Path.GetFullPath(named);
        _lastGood = System.IO.Path.Combine(data, LastGoodName);
    }

    public string Path { get; }

    /// <summary>The user named it: it is never made for him.</summary>
    public bool IsNamed { get; }

    /// <summary>Identifies a text: the beginning of its SHA-256.</summary>
    public static string VersionOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>Writes the shipped text where the data directory has none yet.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void MakeIfAbsent()
    {
        if (!IsNamed && !File.Exists(Path)) DataDirectory.WritePrivate(Path, PolicyText.Shipped);
    }

    /// <exception cref="IOException">It cannot be read, is too large or is not UTF-8; the message says so in a line without the path.</exception>
    public string Read() => ReadText(Path);

    /// <summary>The last text that ran, or null.</summary>
    public string? ReadLastGood()
    {
        try
        {
            return ReadText(_lastGood);
        }
        catch (IOException)
        {
            return null; // Absent as a rule; whatever it is, there is nothing to fall back to.
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteLastGood(string text) => DataDirectory.WritePrivate(_lastGood, text);

    /// <summary>Replaces the file whole or not at all; keeps its mode, and follows a link to the file itself.</summary>
    /// <exception cref="IOException">It cannot be written, and is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Replace(string text)
    {
        var target = File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
        var mode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var fresh = $"{target}.new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, target, overwrite: true);
    }

    /// <summary>Bytes as text, or the reason why not.</summary>
    /// <exception cref="IOException">Too many, or not UTF-8.</exception>
    public static string TextOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > PolicyLimits.MaxLength) throw new IOException($"a policy file may have {PolicyLimits.MaxLength} bytes");
        try
        {
            if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new IOException($"not UTF-8 text (byte {e.Index})", e);
        }
    }

    // One byte more than may be there tells whether there is more, also of what has no length, like a pipe.
    private static string ReadText(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[PolicyLimits.MaxLength + 1];
            return TextOf(buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(e is UnauthorizedAccessException ? "cannot be read: permission denied, or a directory" : "no such file", e);
        }
    }
}
