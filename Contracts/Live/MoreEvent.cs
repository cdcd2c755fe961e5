namespace Tegument.Contracts.Live;

/// <summary>So much of one kind happened within a moment that the rest is only counted: read the list again.</summary>
/// <param name="Type">The kind of events.</param>
/// <param name="Count">How many beside those told one by one.</param>
public sealed record MoreEvent(string Type, long Count);
