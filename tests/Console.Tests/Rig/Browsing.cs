using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Tegument.Console.Tests.Rig;

/// <summary>
/// A browser window of one person. What the browser calls an error, and any request to another host, fails the test when it ends.
/// </summary>
public sealed class Browsing : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    private readonly List<string> _errors = [];
    private readonly IBrowserContext _context;

    private Browsing(IBrowserContext context, IPage page, string home) => (_context, Page, Home) = (context, page, home);

    public static string? Program { get; } = Programs.FirstOrDefault(File.Exists);

    public static bool IsThere => Program is not null;

    public static string Screens { get; } = Directory.CreateDirectory(Path.Combine(Ours.Root, "artifacts", "screens")).FullName;

    public IPage Page { get; }

    public string Home { get; }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Errors that the test itself brought about, such as a server that was stopped: told by a part of their text.</summary>
    public List<string> Expected { get; } = [];

    /// <param name="who">A person of the rig who signs in; null for nobody.</param>
    public static async Task<Browsing> OpenAsync(ConsoleRig rig, string? who = "otto", bool light = false, int width = 1440, int height = 900)
    {
        ArgumentNullException.ThrowIfNull(rig);
        Skip.IfNot(IsThere, "chromium is not installed");
        var browser = await Shared.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = light ? ColorScheme.Light : ColorScheme.Dark,
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        var browsing = new Browsing(context, page, rig.Console);
        browsing.Watch(page);
        if (who is not null) await browsing.SignInAsync(who, ConsoleRig.Password);
        return browsing;
    }

    public async Task SignInAsync(string name, string secret)
    {
        await Page.GotoAsync(Home + "/signin");
        await Page.GetByLabel("User", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
        await Page.GetByLabel("Password or one-time token").FillAsync(secret);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/signin", StringComparison.Ordinal));
    }

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(Home + path);
        await ReadyAsync();
    }

    public Task ReadyAsync() => Page.Locator("html[data-ready]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public Task ShotAsync(string name, bool full = false) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens, name + ".png"), FullPage = full });

    /// <summary>What axe finds wrong, a line for each; empty when nothing.</summary>
    public async Task<string> AxeAsync()
    {
        var result = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return string.Join('\n', result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")));
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _errors.Where(error => !Expected.Exists(part => error.Contains(part, StringComparison.Ordinal))).ShouldBeEmpty("the browser's own errors");
    }

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => Add($"uncaught: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Home, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                Add($"asks another host: {request.Url}");
        };
    }

    private void Add(string error)
    {
        lock (_errors) _errors.Add(error);
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        // Root in a container has no user namespaces for the sandbox; all pages are our own.
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }
}
