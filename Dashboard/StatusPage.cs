using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Dashboard;

/// <summary>One plain page: the silo's status, or in one line why there is none. Everything that comes from elsewhere is encoded.</summary>
internal static class StatusPage
{
    public static async Task<string> Render(TegumentClient client, Uri silo, CancellationToken cancel)
    {
        string body;
        try
        {
            body = Table(await client.StatusAsync(cancel));
        }
        catch (Exception e) when (e is SiloUnreachableException or TegumentApiException)
        {
            body = $"<p role=\"alert\">{Encode(e.Message)}</p>";
        }

        var api = Encode(new Uri(silo, "/openapi/v1.json").ToString());
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Tegument</title><style>body {"{"} font: 1rem sans-serif; margin: 2rem {"}"} th {"{"} text-align: left; padding-right: 2rem {"}"}</style></head>
            <body><main><h1>Tegument</h1>{body}<p>The API is described at <a href="{api}">{api}</a>.</p></main></body>
            </html>
            """;
    }

    private static string Table(StatusReply status)
    {
        var totals = status.Totals;
        var mode = totals.Enforcing > 0 ? $"{totals.Enforcing} of {totals.Online} hosts enforce" : "observe only: no host enforces";
        (string Name, string Value)[] rows =
        [
            ("Version", status.Version),
            ("Posture", $"{WireName.Of(status.Posture.Level)}, set by {status.Posture.SetBy}"),
            ("Bans", $"{totals.Bans}"),
            ("Hosts", $"{totals.Online} of {totals.Hosts} online"),
            ("Enforcement", $"{mode}; {totals.Enforced} of {totals.Decided} in kernels"),
            ("Storage", WireName.Of(status.Storage.State)),
        ];
        return "<table>" + string.Concat(rows.Select(row => $"<tr><th scope=\"row\">{row.Name}</th><td>{Encode(row.Value)}</td></tr>")) + "</table>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
