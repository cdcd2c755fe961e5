namespace Tegument.Silo.Host.Gateway.Idempotency;

/// <summary>
/// Marks an endpoint whose request holds a password: of its content not even a hash is kept, since a fast one could be guessed against. An
/// idempotency key does nothing there.
/// </summary>
internal sealed record SecretRequest
{
    public static readonly SecretRequest Instance = new();
}
