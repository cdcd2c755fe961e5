namespace Tegument.Sensor.Eve;

/// <summary>Events by type. Types come from the file: beyond <see cref="MostTypes"/> all others count as one. One thread.</summary>
public sealed class EveCounts
{
    public const int MostTypes = 64;
    public const string Others = "others";

    private readonly Dictionary<string, long> _byType = new(StringComparer.Ordinal);

    /// <summary>Lines read, blank ones left out.</summary>
    public long Lines { get; private set; }

    /// <summary>Alerts without a time or an address that can be read: they accuse nobody.</summary>
    public long BrokenAlerts { get; private set; }

    public IReadOnlyDictionary<string, long> ByType => _byType;

    public void Count(string type, bool brokenAlert)
    {
        Lines++;
        if (brokenAlert) BrokenAlerts++;
        if (!_byType.ContainsKey(type) && _byType.Count >= MostTypes) type = Others;
        _byType[type] = _byType.GetValueOrDefault(type) + 1;
    }
}
