namespace Tegument.Silo.Host.Gateway.Rest;

/// <summary>Cuts a page out of a list that is in memory as a whole. Pages go by key and not by number: they stay whole while items come and go.</summary>
internal static class Page
{
    /// <param name="all">What matches, in its order.</param>
    /// <param name="isAfter">Whether an item lies behind the cursor; null begins at the first.</param>
    /// <param name="cursor">The cursor that an item gives.</param>
    public static (T[] Items, int Total, string? Next) Of<T>(IEnumerable<T> all, int limit, Func<T, bool>? isAfter, Func<T, string> cursor)
    {
        var matching = all.ToArray();
        var from = isAfter is null ? matching : [.. matching.Where(isAfter)];
        var page = from.Take(limit).ToArray();
        return (page, matching.Length, page.Length < from.Length ? cursor(page[^1]) : null);
    }
}
