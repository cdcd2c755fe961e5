using System.Net;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Shell;

[Collection(OneConsole.Name)]
public sealed class HeaderTests(ConsoleRig rig)
{
    [SkippableFact]
    public async Task Every_answer_says_what_a_browser_may_do_with_it()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (var path in new[] { "/", "/signin", "/css/tokens.css", "/no-such-file", "/_framework/blazor.web.js" })
        {
            using var answer = await http.GetAsync(rig.Console + path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [SkippableFact]
    public async Task A_form_without_its_antiforgery_token_does_nothing()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (var path in new[] { "/signin", "/signout" })
        {
            using var form = new FormUrlEncodedContent([new("_handler", "signin"), new("Form.Name", "otto"), new("Form.Secret", ConsoleRig.Password)]);
            using var answer = await http.PostAsync(rig.Console + path, form);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [SkippableFact]
    public async Task Files_to_save_need_somebody_who_may()
    {
        Skip.IfNot(Browsing.IsThere, "chromium is not installed");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (var path in new[] { "/export/bans?format=csv", "/export/audit?format=csv" })
        {
            using var answer = await http.GetAsync(rig.Console + path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location!.ToString().ShouldContain("/signin");
        }
    }
}
