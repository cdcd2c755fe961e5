using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Access;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>
/// The rows of one listing by their number, over the silo's pages, which only lead forward: it remembers where pages begin, keeps the rows of
/// a few, and walks in long strides to where nobody was yet. At most <see cref="MaxRows"/>: browsers cap an element near 33.5 million pixels.
/// One load at a time; a circuit's own, its dispatcher only.
/// </summary>
/// <param name="ask">A page of the silo's, or why there is none.</param>
public sealed class BanWindow(Func<BanFilter, CancellationToken, Task<Answer<BanList>>> ask, BanFilter filter, TimeProvider time) : IDisposable
{
    public const int PageRows = 200;
    public const int MaxRows = 100_000;

    /// <summary>Pages whose rows are kept; the one that was used longest ago goes.</summary>
    public const int MaxPages = 20;

    private const int StridePages = 10;

    // The silo looks at 20,000 texts a call and holds at most two million bans.
    private const int MaxCalls = 128;

    private readonly SortedList<int, string?> _places = new() { [0] = null };
    private readonly Dictionary<int, BanLine[]> _pages = [];
    private readonly LinkedList<int> _used = [];
    private readonly SemaphoreSlim _loading = new(1, 1);
    private int? _end;
    private BanList? _first;

    /// <summary>Why the last load failed; null when it did not.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>Nothing was read yet.</summary>
    public bool IsNew => _first is null;

    /// <summary>When the listing was begun, by the console's clock.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>Bans that match, all of them; at least so many when not <see cref="TotalIsExact"/>.</summary>
    public long Total => _end is { } end && filter.Jump is null ? end : Math.Max(_first?.Total ?? 0, Reached);

    public bool TotalIsExact => _first?.TotalIsExact == true || (_end is not null && filter.Jump is null);

    /// <summary>Rows to scroll over: all that are known of, and a page of bars where more may follow.</summary>
    public int Count => (int)Math.Min(MaxRows, _end ?? (_first is { TotalIsExact: true } && filter.Jump is null ? Math.Max(_first.Total, Reached) : Reached + PageRows));

    /// <summary>There are more than the window holds.</summary>
    public bool IsCut => Total > MaxRows;

    private int Reached => _places.Keys[^1] * PageRows;

    /// <returns>At most <paramref name="count"/> rows; fewer at the end, or when the load failed.</returns>
    public async Task<IReadOnlyList<BanLine>> Rows(int start, int count, CancellationToken cancel)
    {
        await _loading.WaitAsync(cancel);
        try
        {
            var rows = new List<BanLine>(count);
            var end = Math.Min(start + count, MaxRows);
            for (var page = start / PageRows; page * PageRows < end; page++)
            {
                if (await Page(page, cancel) is not { } lines) break;
                foreach (var line in lines)
                {
                    if (line.Index >= start && line.Index < end) rows.Add(line);
                }

                if (lines.Length < PageRows) break;
            }

            return rows;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The row if it is kept.</summary>
    public BanLine? Known(int index) => _pages.TryGetValue(index / PageRows, out var page) && index % PageRows < page.Length ? page[index % PageRows] : null;

    /// <summary>All rows that are kept, in no order.</summary>
    public IEnumerable<BanLine> Kept() => _pages.Values.SelectMany(page => page);

    public void Dispose() => _loading.Dispose();

    private async Task<BanLine[]?> Page(int page, CancellationToken cancel)
    {
        if (_pages.TryGetValue(page, out var kept))
        {
            _used.Remove(page);
            _used.AddLast(page);
            return kept;
        }

        var (at, after) = PlaceBefore(page);
        while (at < page && _end is null)
        {
            var pages = Math.Min(StridePages, page - at);
            if (await Gather(at, after, pages * PageRows, cancel) is not { } passed) return null;
            after = passed.Next;
            at += pages;
        }

        if (at != page || (_end is { } end && page * PageRows >= end && page > 0)) return null;
        return await Gather(page, after, PageRows, cancel) is { } read ? Keep(page, read.Bans) : null;
    }

    /// <summary>Reads so many rows from a place on, and learns where they end. Null when the silo did not tell.</summary>
    private async Task<(List<BanLine> Bans, string? Next)?> Gather(int page, string? after, int rows, CancellationToken cancel)
    {
        var lines = new List<BanLine>(rows);
        var next = after;
        for (var call = 0; call < MaxCalls; call++)
        {
            var answer = await ask(filter with { Limit = rows - lines.Count, After = next, Jump = next is null ? filter.Jump : null }, cancel);
            cancel.ThrowIfCancellationRequested();
            Fault = answer.Fault;
            if (answer.Value is not { } list) return null;
            var now = time.GetUtcNow();
            if (_first is null) (_first, ReadAt) = (list, now);
            foreach (var ban in list.Bans) lines.Add(new BanLine((page * PageRows) + lines.Count, ban, now));
            next = list.Next;
            if (next is null || lines.Count == rows) break;
        }

        if (next is null || lines.Count < rows) _end = (page * PageRows) + lines.Count;
        else _places.TryAdd(page + (rows / PageRows), next);
        return (lines, next);
    }

    private (int Page, string? After) PlaceBefore(int page)
    {
        var found = 0;
        for (var i = _places.Count - 1; i >= 0 && found == 0; i--)
        {
            if (_places.Keys[i] <= page) found = i;
        }

        return (_places.Keys[found], _places.Values[found]);
    }

    private BanLine[] Keep(int page, List<BanLine> lines)
    {
        if (_pages.Count == MaxPages)
        {
            _pages.Remove(_used.First!.Value);
            _used.RemoveFirst();
        }

        _used.AddLast(page);
        return _pages[page] = [.. lines];
    }
}
