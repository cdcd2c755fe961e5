using System.Net;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;
using Tegument.Contracts.Reputation;

namespace Tegument.Dashboard;

/// <summary>
/// <c>/address/ADDRESS</c>: the explanation of one address as a plain page, the target of an explanation's link. Everything that comes from
/// elsewhere is encoded: samples and reasons are hostile text.
/// </summary>
public static class AddressPage
{
    /// <summary>The page and its status: 400 for what is no address, 502 where the silo cannot be asked.</summary>
    public static async Task<(int Status, string Html)> Render(TegumentClient client, string text, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (!IpKey.TryParse(text, out var address)) return (StatusCodes.Status400BadRequest, Page("Not an address", Alert($"'{text}' is not an IP address")));
        try
        {
            return (StatusCodes.Status200OK, Of(await client.ExplainAsync(address, cancel)));
        }
        catch (Exception e) when (e is SiloUnreachableException or TegumentApiException)
        {
            return (StatusCodes.Status502BadGateway, Page(address.ToString(), Alert(e.Message)));
        }
    }

    public static string Of(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var text = string.Join('\n', ExplanationText.Lines(explanation).Select(Printable));
        return Page(explanation.Address.ToString(), $"<pre>{WebUtility.HtmlEncode(text)}</pre>");
    }

    private static string Alert(string message) => $"<p role=\"alert\">{WebUtility.HtmlEncode(Printable(message))}</p>";

    /// <summary>A line stays one line: what would break it, or turn the writing's direction, becomes a middle dot.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? "·" : rune.ToString()));

    private static string Page(string title, string body)
    {
        var name = WebUtility.HtmlEncode(Printable(title));
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{name} - Tegument</title><style>body {"{"} font: 1rem sans-serif; margin: 2rem {"}"} pre {"{"} white-space: pre-wrap {"}"}</style></head>
            <body><main><h1>{name}</h1>{body}<p><a href="/">Tegument</a></p></main></body>
            </html>
            """;
    }
}
