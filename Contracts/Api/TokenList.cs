namespace Tegument.Contracts.Api;

/// <summary>All tokens, oldest first.</summary>
public sealed record TokenList(TokenView[] Tokens);
