using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>Which tokens to list, and from where on. What is null does not matter.</summary>
/// <param name="Limit">1 to 10,000 per page.</param>
/// <param name="After">A page's <c>Next</c>.</param>
/// <param name="Role">Holds this role.</param>
public sealed record TokenFilter(int Limit = 10_000, string? After = null, TokenRole? Role = null, bool? Revoked = null)
{
    internal string Query() => new QueryText()
        .Add<int>("limit", Limit).Add("after", After).Add("role", Role is { } role ? WireName.Of(role) : null).Add("revoked", Revoked)
        .ToString();
}
