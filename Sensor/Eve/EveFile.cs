using Tegument.Contracts.Addresses;
using Tegument.Sensor.Tail;

namespace Tegument.Sensor.Eve;

/// <summary>Reads a whole eve.json once: what it holds, and its alerts as evidence. One thread; used once.</summary>
public sealed class EveFile(string path, Func<IpKey, bool> isOurs)
{
    public const int MostAlertKinds = 10_000;

    private readonly EveCounts _counts = new();
    private readonly Dictionary<(IpKey, IpKey, IpKey, string, string, int, bool), long> _alerts = [];
    private long _ungrouped;

    public EveEvidence Evidence { get; } = new(isOurs, [], 0);

    /// <summary>The time of the latest alert so far.</summary>
    public DateTimeOffset Latest { get; private set; } = DateTimeOffset.MinValue;

    /// <param name="alertTaken">Called after each alert was taken into <see cref="Evidence"/>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public EveReport Read(Action? alertTaken, CancellationToken stop)
    {
        using var tail = new FileTail(path, null);
        while (tail.Read((line, _) => Take(line, alertTaken), 4096) > 0) stop.ThrowIfCancellationRequested();
        if (tail.Trouble is { } trouble) throw new IOException($"{path}: {trouble}");
        tail.Rest((line, _) => Take(line, alertTaken));
        var alerts = _alerts.Select(a => new EveAlertCount(
            a.Key.Item1.ToString(), a.Key.Item2.ToString(), a.Key.Item3.ToString(), a.Key.Item4, a.Key.Item5, a.Key.Item6, a.Key.Item7 ? "blocked" : "allowed", a.Value));
        return new EveReport(path, _counts.Lines, _counts.ByType, [.. alerts], _counts.BrokenAlerts, tail.TooLong, _ungrouped);
    }

    private void Take(ReadOnlySpan<byte> line, Action? alertTaken)
    {
        if (line.Trim((byte)' ').IsEmpty) return;
        var (type, alert) = EveLine.Read(line);
        _counts.Count(type, type == "alert" && alert is null);
        if (alert is null) return;
        var key = (alert.Source, alert.Destination, alert.Attacker, alert.Rule, alert.Signature, alert.Severity, alert.Blocked);
        if (_alerts.Count < MostAlertKinds || _alerts.ContainsKey(key)) _alerts[key] = _alerts.GetValueOrDefault(key) + 1;
        else _ungrouped++;
        if (alert.At > Latest) Latest = alert.At;
        Evidence.Take(alert);
        alertTaken?.Invoke();
    }
}
