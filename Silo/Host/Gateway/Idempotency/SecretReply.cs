namespace Tegument.Silo.Host.Gateway.Idempotency;

/// <summary>Marks an endpoint whose reply holds a secret that is stored nowhere: sent again under the same key, the call is refused.</summary>
internal sealed record SecretReply
{
    public static readonly SecretReply Instance = new();
}
