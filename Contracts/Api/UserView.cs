namespace Tegument.Contracts.Api;

/// <summary>A person who signs in with name and password.</summary>
/// <param name="LastSignIn">Null for never.</param>
public sealed record UserView(string Name, TokenRole Role, DateTimeOffset Created, DateTimeOffset? LastSignIn);
