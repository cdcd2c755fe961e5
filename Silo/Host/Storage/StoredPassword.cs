namespace Tegument.Silo.Host.Storage;

/// <summary>What is kept of a password: PBKDF2 with SHA-256. Immutable; nobody writes into the arrays.</summary>
public sealed record StoredPassword(byte[] Hash, byte[] Salt, int Iterations);
