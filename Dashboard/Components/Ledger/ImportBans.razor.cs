using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Controls;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Ledger;

/// <summary>Reads a file in the browser twice: for a dry run as soon as it is chosen, and to apply it.</summary>
public sealed partial class ImportBans : LiveComponent
{
    public const long MaxBytes = 64L * 1024 * 1024;

    private CancellationTokenSource? _sending;
    private IBrowserFile? _file;
    private BanFormat _format = BanFormat.Plain;
    private TimeSpan _ttl = TimeSpan.FromDays(1);
    private string _reason = "";
    private BanImportReply? _reply;
    private Fault? _fault;
    private bool _busy, _applying, _skip, _wasOpen;
    private long _sent;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public EventCallback OnActed { get; set; }

    private bool Ready => !_busy && View.IsLive && _reply is { Made: > 0 } reply && _reason.Trim().Length > 0 && (reply.Refused == 0 || _skip);

    protected override void OnParametersSet()
    {
        if (_wasOpen && !Open)
        {
            _sending?.Cancel();
            (_file, _reply, _fault, _skip, _sent) = (null, null, null, false, 0);
        }

        _wasOpen = Open;
    }

    protected override bool Changed(Live.FleetView before, Live.FleetView now) => Open && (_busy || before.IsLive != now.IsLive);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _sending?.Cancel();
        _sending?.Dispose();
    }

    private async Task Chosen(InputFileChangeEventArgs e)
    {
        (_file, _reply, _fault, _skip) = (e.File, null, null, false);
        _format = Path.GetExtension(e.File.Name).ToUpperInvariant() switch
        {
            ".CSV" => BanFormat.Csv,
            ".JSON" => BanFormat.Json,
            ".NFT" => BanFormat.Nft,
            _ => BanFormat.Plain,
        };
        await Try();
    }

    private Task Format(ChangeEventArgs e)
    {
        if (WireName.TryParse<BanFormat>(e.Value as string, out var format)) _format = format;
        return Try();
    }

    private Task Ttl(TimeSpan ttl)
    {
        _ttl = ttl;
        return _reply is null && _fault is null ? Task.CompletedTask : Try();
    }

    private async Task Try()
    {
        if (_file is null) return;
        if (_file.Size > MaxBytes)
        {
            _fault = Fault.Of($"the file is larger than 64 MB: import it with tegument bans import, or in parts");
            return;
        }

        // Bad rows are only counted here; whether they are left out is asked once they are known.
        if (await Send(dryRun: true, skipBad: true) is { } reply) (_reply, _fault) = (reply, null);
    }

    private async Task Apply()
    {
        if (!Ready) return;
        if (await Send(dryRun: false, _skip) is not { } reply) return;
        Toasts.Show($"Imported {Said.Of(reply.Made, "ban")}{(reply.Refused > 0 ? $", left out {Said.Count(reply.Refused)}" : "")}");
        await OnActed.InvokeAsync();
    }

    private async Task<BanImportReply?> Send(bool dryRun, bool skipBad)
    {
        _sending?.Cancel();
        _sending?.Dispose();
        var sending = (_sending = new CancellationTokenSource()).Token;
        (_busy, _applying, _sent, _reply, _fault) = (true, !dryRun, 0, null, null);
        StateHasChanged();
        try
        {
            var reason = _reason.Trim() is { Length: > 0 } given ? given : "imported";
            await using var stream = new CountedStream(_file!.OpenReadStream(MaxBytes, sending), read => _sent = read);
            var answer = await Person.Ask((silo, cancel) => silo.ImportBansAsync(stream, new BanImportOptions(_format, _ttl, reason, dryRun, skipBad), cancel), sending);
            if (!sending.IsCancellationRequested) _fault = answer.Fault;
            return answer.Value;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or Microsoft.JSInterop.JSException or OperationCanceledException)
        {
            if (!sending.IsCancellationRequested) _fault = Fault.Of($"the browser could not read the file: {Captured.Line(e.Message)}");
            return null;
        }
        finally
        {
            if (!sending.IsCancellationRequested) _busy = false;
        }
    }
}
