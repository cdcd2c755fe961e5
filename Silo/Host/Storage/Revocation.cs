namespace Tegument.Silo.Host.Storage;

/// <summary>What became of a wish to revoke a token.</summary>
public enum Revocation
{
    Done,
    Unknown,
    LastAdmin,
}
