using System.Globalization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>How a file of bans is taken in.</summary>
/// <param name="Ttl">For bans that name no end of their own; an hour when null.</param>
/// <param name="Reason">For bans that name none, and for the audit log; "imported" when null.</param>
/// <param name="DryRun">Only tells what would be done.</param>
/// <param name="SkipBad">Leaves bad lines out; otherwise one of them refuses the whole file.</param>
public sealed record BanImportOptions(BanFormat Format, TimeSpan? Ttl = null, string? Reason = null, bool DryRun = false, bool SkipBad = false)
{
    internal string Query()
    {
        var query = $"?format={WireName.Of(Format)}";
        if (Ttl is { } ttl) query += string.Create(CultureInfo.InvariantCulture, $"&ttlSeconds={ttl.TotalSeconds}");
        if (Reason is not null) query += $"&reason={Uri.EscapeDataString(Reason)}";
        if (DryRun) query += "&dryRun=true";
        return SkipBad ? query + "&onError=skip" : query;
    }
}
