namespace Tegument.Contracts.Api;

/// <summary>Tokens, oldest first.</summary>
/// <param name="Total">Tokens that match, on all pages.</param>
/// <param name="Next">Pass as <c>after</c> to get the next page; null at the end.</param>
public sealed record TokenList(TokenView[] Tokens, int Total = 0, string? Next = null);
