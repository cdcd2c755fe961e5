namespace Tegument.Contracts.Api;

/// <summary>The command is on its way over the host's link; its next heartbeat shows the host observing.</summary>
/// <param name="Links">How many of the host's links it was sent on.</param>
public sealed record FlushReply(string Host, int Links);
