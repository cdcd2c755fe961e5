namespace Tegument.Silo.Host.Storage;

/// <summary>What a keyed write was answered.</summary>
/// <param name="Request">The SHA-256 of the request that was answered so.</param>
/// <param name="Body">Null when it is not kept: it held a secret, or was too large.</param>
public sealed record KeptReply(byte[] Request, int Status, string? ContentType, byte[]? Body);
