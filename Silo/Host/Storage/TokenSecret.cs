using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The secret of a token: 32 random bytes in URL-safe base64 behind a prefix by which scanners for leaked secrets know it. Stored is its
/// SHA-256 only; a slow hash would add nothing, since 256 random bits are not guessed.
/// </summary>
public static class TokenSecret
{
    public const string Prefix = "tgm_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
