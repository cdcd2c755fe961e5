using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tegument.Console.Tests.Rig;

namespace Tegument.Console.Tests.Load;

/// <summary>
/// A browser's part of a circuit without a browser: signs in, fetches a page, starts its components over the same WebSocket that blazor.web.js
/// opens, and acknowledges every batch of changes, as a browser does once it has drawn it.
/// </summary>
internal sealed partial class ScriptedCircuit : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly string _home;
    private Task _running = Task.CompletedTask;
    private string _components = "";
    private long _batches, _bytes;

    private ScriptedCircuit(string home)
    {
        _home = home;
        _http = new HttpClient(new HttpClientHandler { CookieContainer = _cookies }) { BaseAddress = new Uri(home) };
    }

    /// <summary>Batches of changes that were drawn and acknowledged.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<ScriptedCircuit> OpenAsync(string home, string path, string name)
    {
        var circuit = new ScriptedCircuit(home);
        await circuit.SignInAsync(name);
        var page = await circuit._http.GetStringAsync(path);
        await circuit.StartAsync(page, home + path);
        return circuit;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Ended, as was wanted.
        }

        _socket.Dispose();
        _http.Dispose();
        _sending.Dispose();
        _end.Dispose();
    }

    private async Task SignInAsync(string name)
    {
        var form = await _http.GetStringAsync("/signin");
        var token = AntiforgeryField().Match(form).Groups[1].Value;
        using var answer = await _http.PostAsync("/signin", new FormUrlEncodedContent(
        [
            new("_handler", "signin"), new("__RequestVerificationToken", token), new("Form.Name", name), new("Form.Secret", ConsoleRig.Password),
        ]));
        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/", "signed in");
    }

    private async Task StartAsync(string page, string address)
    {
        var markers = ComponentMarker().Matches(page).Select(match => JsonDocument.Parse(match.Groups[1].Value).RootElement).Where(marker => marker.TryGetProperty("descriptor", out _)).ToArray();
        markers.ShouldNotBeEmpty();
        var operations = markers.Select((marker, i) => $"{{\"type\":\"add\",\"ssrComponentId\":{i + 1},\"marker\":{marker.GetRawText()}}}");
        _components = $"{{\"batchId\":1,\"operations\":[{string.Join(',', operations)}]}}";
        var state = StateMarker().Match(page) is { Success: true } found ? found.Groups[1].Value : "";

        using var negotiated = await _http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString();
        _socket.Options.Cookies = _cookies;
        await _socket.ConnectAsync(new Uri($"{_home.Replace("http", "ws", StringComparison.Ordinal)}/_blazor?id={token}"), _end.Token);
        await _socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, _end.Token);
        await _socket.ReceiveAsync(new byte[256], _end.Token);
        _running = Task.WhenAll(ReadAsync(_end.Token), PingAsync(_end.Token));
        await SendAsync(BlazorPack.Invoke("0", "StartCircuit", _home + "/", address, "[]", state));
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        while (!stop.IsCancellationRequested)
        {
            frame.SetLength(0);
            ValueWebSocketReceiveResult got;
            do
            {
                got = await _socket.ReceiveAsync(buffer.AsMemory(), stop);
                frame.Write(buffer, 0, got.Count);
            }
            while (!got.EndOfMessage);
            if (got.MessageType == WebSocketMessageType.Close) return;
            Interlocked.Add(ref _bytes, frame.Length);
            foreach (var message in BlazorPack.Messages(frame.GetBuffer().AsSpan(0, (int)frame.Length))) await AnswerAsync(message);
        }
    }

    private async Task AnswerAsync(object?[] message)
    {
        if (message is not [1L, _, _, string target, object?[] arguments, ..]) return;
        if (target == "JS.RenderBatch")
        {
            Interlocked.Increment(ref _batches);
            await SendAsync(BlazorPack.Invoke(null, "OnRenderCompleted", arguments[0], null));
        }
        else if (target == "JS.BeginInvokeJS" && arguments is [long task, string called, ..])
        {
            if (task > 0) await SendAsync(BlazorPack.Invoke(null, "EndInvokeJSFromDotNet", task, true, $"[{task},true,null]"));
            if (called.EndsWith("attachWebRendererInterop", StringComparison.Ordinal)) await SendAsync(BlazorPack.Invoke(null, "UpdateRootComponents", _components, null));
        }
    }

    private async Task PingAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(stop)) await SendAsync(BlazorPack.Ping);
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_end.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();

    [GeneratedRegex("<!--Blazor:({\"type\":\"server\".*?})-->")]
    private static partial Regex ComponentMarker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^-]+?)-->")]
    private static partial Regex StateMarker();
}
