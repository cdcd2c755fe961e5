using Microsoft.AspNetCore.Diagnostics;

namespace Tegument.Dashboard.Hosting;

/// <summary>Draws the console's own page where a person opened one that does not exist; forms, programs and files get the bare status.</summary>
public static class MissingPages
{
    public static void UseMissingPages(this IApplicationBuilder app) => app.UseWhen(
        http => HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal),
        pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));

    /// <summary>The path as the address bar has it, also where another is drawn in its place.</summary>
    public static string PathOf(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? http.Request.Path.Value ?? "/";
    }
}
