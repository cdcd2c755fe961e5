using System.Text;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Protect;

/// <summary>
/// The fleet's allowed and protected networks as the silo last told them, kept on disk: a host that starts while the silo is away bans
/// none of them either. Safe on any thread.
/// </summary>
public sealed class AllowedNetworks
{
    public const string FileName = "allowed.networks";

    /// <summary>What one list may hold; of a longer one, which no silo of ours sends, the rest is left out.</summary>
    public const int MaxNetworks = 100_000;

    private const int MaxFileBytes = 8 * 1024 * 1024;

    private readonly string _path;
    private readonly Lock _lock = new();
    private IpPrefix[] _networks = [];
    private volatile PrefixSet _current = PrefixSet.Empty;

    public AllowedNetworks(string dataDirectory)
    {
        _path = Path.Combine(dataDirectory, FileName);
        Load();
    }

    /// <summary>The same object as long as the list is.</summary>
    public PrefixSet Current => _current;

    /// <summary>Replaces the list. Null, or why it could not be kept: it holds until the next start all the same.</summary>
    public string? Take(IReadOnlyList<IpPrefix> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        lock (_lock)
        {
            IpPrefix[] next = [.. networks.Take(MaxNetworks).Distinct().Order()];
            if (next.AsSpan().SequenceEqual(_networks)) return null;
            Set(next);
            return Save();
        }
    }

    private void Set(IpPrefix[] networks)
    {
        _networks = networks;
        _current = new PrefixSet(networks);
    }

    // A line that says nothing is left out: a damaged file must not keep the agent from starting.
    private void Load()
    {
        try
        {
            var file = new FileInfo(_path);
            if (!file.Exists || file.Length > MaxFileBytes) return;
            var networks = new List<IpPrefix>();
            foreach (var line in File.ReadLines(_path).Take(MaxNetworks))
            {
                if (IpPrefix.TryParse(line, out var network, out _)) networks.Add(network);
            }

            Set([.. networks.Distinct().Order()]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The silo tells the list anew with the first link.
        }
    }

    private string? Save()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var text = new StringBuilder();
            foreach (var network in _networks) text.Append(network.ToString()).Append('\n');
            File.WriteAllText(_path + ".new", text.ToString());
            File.Move(_path + ".new", _path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{_path}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
