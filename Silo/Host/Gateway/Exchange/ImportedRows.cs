using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Silo.Bans;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Gateway.Exchange;

/// <summary>What the lines of one file come to: requests to make, and faults. Used by one import.</summary>
internal sealed class ImportedRows(BanImportOptions options, string actor, IProtectionRules protection, DateTimeOffset now)
{
    private const int MaxTexts = 4096;

    // A feed's reason stands on every line.
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public List<BanRequest> Requests { get; } = [];

    /// <summary>The line of each request.</summary>
    public List<long> Lines { get; } = [];

    /// <summary>The first <see cref="BanImportReply.MaxFaults"/>.</summary>
    public List<ImportFault> Faults { get; } = [];

    public long Ended { get; private set; }

    public long Refused { get; private set; }

    public long Count => Requests.Count + Ended + _bad;

    private long _bad;

    public void Add(BanLine line)
    {
        if (line.Row is not { } row)
        {
            Bad(line.Number, line.Fault ?? "not a ban");
            return;
        }

        var expires = row.Expires ?? now + (row.Ttl ?? options.Ttl);
        if (expires <= now)
        {
            Ended++;
            return;
        }

        var request = new BanRequest(
            row.Prefix, row.Origin ?? BanOrigin.Manual, Shared(row.Actor ?? actor), Shared(row.Reason ?? options.Reason),
            expires - now < BanRequest.MinTtl ? BanRequest.MinTtl : expires - now, row.Score ?? 0, now, row.Created > now ? null : row.Created);
        if (request.Actor.Any(char.IsControl)) Bad(line.Number, "actor: must not hold control characters");
        else if (request.Reason.Any(char.IsControl)) Bad(line.Number, "reason: must not hold control characters");
        else if (BanRules.Refuse(request, protection) is { } refusal) Bad(line.Number, $"{row.Prefix}: {refusal}");
        else
        {
            Requests.Add(request);
            Lines.Add(line.Number);
        }
    }

    /// <summary>One that looked good was refused when it was to be made.</summary>
    public void Refuse(long line, string fault)
    {
        Refused++;
        if (Faults.Count < BanImportReply.MaxFaults) Faults.Add(new ImportFault(line, fault));
    }

    private void Bad(long line, string fault)
    {
        _bad++;
        Refuse(line, fault);
    }

    private string Shared(string text)
    {
        if (_texts.TryGetValue(text, out var known)) return known;
        if (_texts.Count < MaxTexts) _texts.Add(text, text);
        return text;
    }
}
