using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Client;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Components.Explain;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Pages;

/// <summary>
/// One address: what is known, why it stands as it does, and what one may do about it. Asked anew when the store's feed or its worst tell of the
/// address, at most every two seconds, and once more shortly after, since evidence is recorded a little later than it is weighed.
/// </summary>
public sealed partial class AddressPage
{
    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(60);

    private enum Form
    {
        None,
        Ban,
        Network,
        Lift,
    }

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<IpPrefix> _targets = [];
    private AddressFacts? _facts;
    private ScoreLine? _line;
    private ScoreFigure? _score;
    private SumFigure? _sum;
    private Fault? _fault;
    private Form _open;
    private readonly CancellationToken _end;
    private bool _all, _asking, _again;
    private DateTimeOffset _due = DateTimeOffset.MaxValue;

    public AddressPage() => _end = _gone.Token;

    [Parameter]
    public string? Wanted { get; set; }

    /// <summary>"now" shows the sum as it is; else as the ban was decided.</summary>
    [SupplyParameterFromQuery(Name = "sum")]
    private string? Moment { get; set; }

    /// <summary>What the first drawing by the server learned, so that the second need not ask again.</summary>
    [PersistentState]
    public AddressFacts? Kept { get; set; }

    [Inject]
    private Operator Operator { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private IpKey? Address { get; set; }

    private bool Decided => Moment != "now" && _facts?.Explanation.Decision is not null;

    private string ScoreSub => AddressSaid.Score(_facts!, _line!, Now);

    private string Sentence => _facts is { } facts ? AddressSaid.Sentence(facts, Now) : "";

    protected override async Task OnParametersSetAsync()
    {
        if (!IpKey.TryParse(Wanted?.Trim(), out var address))
        {
            (Address, _facts) = (null, null);
            return;
        }

        if (Address == address)
        {
            Draw();
            return;
        }

        (Address, _facts, _fault, _all, _open) = (address, null, null, false, Form.None);
        _targets = AddressText.Targets(address);
        if (Kept?.Explanation.Address == address) Take(Kept);
        else await Ask();
        Kept = _facts;
        _due = Min(_due, Now + Later);
    }

    protected override bool Changed(FleetView before, FleetView now)
    {
        if (_facts is not { } facts || Address is not { } address) return false;
        if (now.IsLive && Mentions.Changed(before, now, facts, address)) _due = Min(_due, Latest(facts.Received + LeastBetween));
        if (now.IsLive && Now >= _due && !_asking) _ = AskAgain();
        _score = new ScoreFigure(facts.Explanation, _line!, facts.SiloTime(Now));
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
        base.Dispose(disposing);
    }

    private async Task AskAgain()
    {
        var soon = _due < DateTimeOffset.MaxValue && _due - (_facts?.Received ?? Now) < AtLeastEvery;
        await Ask();
        if (soon) _due = Min(_due, Now + Later);
        StateHasChanged();
    }

    private async Task Ask()
    {
        // Who acted must see what came of it, also when the answer that is under way was asked for before.
        _again = true;
        if (_asking) return;
        _asking = true;
        try
        {
            while (_again && !_end.IsCancellationRequested)
            {
                _again = false;
                await AskOnce();
            }
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task AskOnce()
    {
        if (Address is not { } address) return;
        var answer = await Operator.Ask((client, cancel) => client.ExplainAsync(address, cancel), _end);
        if (answer.Value is { } explanation && address == Address)
        {
            var judged = new AddressFacts(explanation, null, Now);
            var evidence = await Operator.Ask((client, cancel) => client.EvidenceAsync(new EvidenceFilter(EvidenceCell.PageSize, Within: judged.Judged), cancel), _end);
            if (address == Address) Take(judged with { Evidence = evidence.Value ?? _facts?.Evidence });
        }

        _fault = answer.Fault;
    }

    private void Take(AddressFacts facts)
    {
        _facts = facts;
        _due = facts.Received + AtLeastEvery;
        Draw();
    }

    private void Draw()
    {
        if (_facts is not { } facts) return;
        _line = new ScoreLine(facts.Explanation);
        _score = new ScoreFigure(facts.Explanation, _line, facts.SiloTime(Now));
        _sum = new SumFigure(facts.Explanation, _line, Decided, _all);
    }

    private void Decide(bool decided) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("sum", decided ? null : "now"), replace: true);

    private void All()
    {
        _all = true;
        Draw();
    }

    private void Shut() => _open = Form.None;

    private async Task Acted()
    {
        _open = Form.None;
        await Ask();
        _due = Now + Later;
        await InvokeAsync(StateHasChanged);
    }

    private async Task Copy()
    {
        var link = Navigation.ToAbsoluteUri($"address/{Address}").ToString();
        var copied = await Js.InvokeAsync<bool>("tegument.copy", link);
        Toasts.Show(copied ? "Link copied" : $"The browser does not let pages copy here; the link is {link}");
    }

    private DateTimeOffset Latest(DateTimeOffset at) => at > Now ? at : Now;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
