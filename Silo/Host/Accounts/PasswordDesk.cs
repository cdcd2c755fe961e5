using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>
/// Makes and judges password hashes: PBKDF2 with SHA-256, which is slow on purpose. One at a time, off the callers' threads, so that guessing
/// takes at most one processor; at most <see cref="MaxWaiting"/> wait, more are refused. Safe on any thread.
/// </summary>
/// <param name="iterations">Fewer in tests only.</param>
public sealed class PasswordDesk(int iterations = PasswordDesk.Iterations) : IDisposable
{
    /// <summary>OWASP's recommendation for PBKDF2-HMAC-SHA256; some 0.2 s of one processor.</summary>
    public const int Iterations = 600_000;
    public const int MaxWaiting = 32;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Judged in place of a password that is not there, so that a wrong name takes as long as a wrong password.</summary>
    private readonly StoredPassword _nobody = new(new byte[HashBytes], RandomNumberGenerator.GetBytes(SaltBytes), iterations);

    private int _waiting;

    /// <exception cref="LimitExceededException">Too many wait already.</exception>
    public Task<StoredPassword> Make(string password) => InTurn(() =>
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new StoredPassword(Hash(password, salt, iterations), salt, iterations);
    });

    /// <param name="stored">Null for a name that is not known: false, after as long as it takes otherwise.</param>
    /// <exception cref="LimitExceededException">Too many wait already.</exception>
    public Task<bool> IsRight(string password, StoredPassword? stored) => InTurn(() =>
    {
        var judged = stored ?? _nobody;
        return CryptographicOperations.FixedTimeEquals(Hash(password, judged.Salt, judged.Iterations), judged.Hash) && stored is not null;
    });

    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurn<T>(Func<T> work)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting) throw new LimitExceededException("too many passwords wait to be judged");
            await _turn.WaitAsync();
            try
            {
                return await Task.Run(work);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static byte[] Hash(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
