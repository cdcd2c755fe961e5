using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>
/// Writes refused sign-ins to the audit log. Anybody may try, so at most <see cref="Burst"/> lines at once and one a second after that; those
/// left out are counted in the next line. Safe on any thread.
/// </summary>
public sealed class RefusalAudit(AuditLog audit, TimeProvider time)
{
    public const int Burst = 200;

    /// <summary>Whoever fails to sign in is not the one whose name was given.</summary>
    public const string Actor = "not signed in";
    public const string UnknownName = "unknown name";

    private readonly TokenBucket _lines = new(Burst, 1, time);
    private long _unwritten;

    /// <param name="subject">Never what was typed as a name that is none: people type passwords there.</param>
    public async Task Append(string from, string subject, string how, string why)
    {
        if (!_lines.Take().Allowed)
        {
            Interlocked.Increment(ref _unwritten);
            return;
        }

        var more = Interlocked.Exchange(ref _unwritten, 0);
        var outcome = more == 0 ? $"refused: {why}" : $"refused: {why} (and {more} more that were not written down)";
        await audit.Append(new AuditRecord(Actor, from, "sign-in", subject, how, outcome));
    }
}
