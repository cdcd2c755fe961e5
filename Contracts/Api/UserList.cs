namespace Tegument.Contracts.Api;

/// <summary>All users, by name.</summary>
public sealed record UserList(UserView[] Users);
