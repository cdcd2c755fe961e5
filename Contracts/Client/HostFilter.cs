namespace Tegument.Contracts.Client;

/// <summary>Which hosts to list, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 10,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Name">The name holds this, without regard to case.</param>
public sealed record HostFilter(int Limit = 1000, string? After = null, bool? Online = null, bool? Enforcing = null, string? Name = null)
{
    internal string Query() => new QueryText().Add<int>("limit", Limit).Add("after", After).Add("online", Online).Add("enforcing", Enforcing).Add("name", Name).ToString();
}
