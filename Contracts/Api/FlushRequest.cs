namespace Tegument.Contracts.Api;

/// <summary>The body of <c>POST /api/v1/hosts/{host}/flush</c>.</summary>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record FlushRequest(string Reason);
