namespace Tegument.Silo.Qualia;

/// <summary>
/// Amounts by name, each fading with one time constant: after it, 1/e is left. While a steady stream comes in, a sum is what comes within one
/// time constant. Owned by one grain; no clock. Bounded: beyond the capacity the least is forgotten.
/// </summary>
internal sealed class FadingSums(TimeSpan constant, int capacity)
{
    /// <summary>Less is nothing.</summary>
    private const double Least = 0.005;

    private readonly Dictionary<string, double> _sums = new(StringComparer.Ordinal);

    public double Total { get; private set; }

    public int Count => _sums.Count;

    public void Add(string name, double amount)
    {
        Total += amount;
        if (!_sums.TryGetValue(name, out var sum) && _sums.Count >= capacity)
        {
            var least = _sums.MinBy(s => s.Value);
            if (least.Value >= amount) return;
            _sums.Remove(least.Key);
        }

        _sums[name] = sum + amount;
    }

    public void Fade(TimeSpan elapsed)
    {
        if (elapsed <= TimeSpan.Zero) return;
        var left = Math.Exp(-elapsed.TotalSeconds / constant.TotalSeconds);
        Total = Total * left < Least ? 0 : Total * left;
        foreach (var (name, sum) in _sums.ToArray())
        {
            if (sum * left < Least) _sums.Remove(name);
            else _sums[name] = sum * left;
        }
    }

    /// <summary>The greatest first; equal ones by name.</summary>
    public IEnumerable<(string Name, double Sum)> Greatest(int count) =>
        _sums.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Take(count).Select(s => (s.Key, s.Value));
}
