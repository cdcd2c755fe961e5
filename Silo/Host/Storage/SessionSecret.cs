using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tegument.Silo.Host.Storage;

/// <summary>The secret of a session: as that of a token (<see cref="TokenSecret"/>), with a prefix of its own.</summary>
public static class SessionSecret
{
    public const string Prefix = "tgs_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => TokenSecret.Hash(secret);
}
