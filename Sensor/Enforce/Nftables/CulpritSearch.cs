namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Commits changes as one transaction and, when that is refused, by halves until each culprit stands alone: one bad element refuses a whole
/// transaction, and the others must not suffer for it. The search is bounded by a number of refusals; what is left then is deferred.
/// </summary>
/// <param name="commit">Commits a slice; null, or why it was refused.</param>
/// <param name="maxRefusals">At least 1.</param>
public sealed class CulpritSearch(CulpritSearch.CommitSlice commit, int maxRefusals)
{
    private readonly List<RefusedChange> _refused = [];
    private int _refusals;

    public delegate string? CommitSlice(ReadOnlySpan<BanChange> changes);

    public int Applied { get; private set; }

    public int Deferred { get; private set; }

    /// <summary>The last refusal that made changes be deferred.</summary>
    public string? Error { get; private set; }

    public IReadOnlyList<RefusedChange> Refused => _refused;

    /// <summary>Changes that were committed before a search was needed.</summary>
    public void Count(int applied) => Applied += applied;

    public void Run(ReadOnlySpan<BanChange> changes)
    {
        if (changes.IsEmpty) return;
        if (_refusals >= maxRefusals)
        {
            Defer(changes.Length, Error ?? _refused[^1].Reason);
            return;
        }

        var reason = commit(changes);
        if (reason is null)
        {
            Applied += changes.Length;
            return;
        }

        _refusals++;
        if (changes.Length == 1)
        {
            _refused.Add(new RefusedChange(changes[0], reason));
        }
        else if (_refusals >= maxRefusals)
        {
            Defer(changes.Length, reason);
        }
        else
        {
            Run(changes[..(changes.Length / 2)]);
            Run(changes[(changes.Length / 2)..]);
        }
    }

    private void Defer(int count, string reason)
    {
        Deferred += count;
        Error = reason;
    }
}
