namespace Tegument.Contracts.Api;

/// <summary>A fresh token. <paramref name="Secret"/> is shown this once.</summary>
public sealed record TokenCreated(TokenView Token, string Secret);
