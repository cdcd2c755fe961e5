using Microsoft.AspNetCore.Components;
using Tegument.Contracts.Api;
using Tegument.Dashboard.Components.Ledger;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Pages;

/// <content>What people do on the page, and its words.</content>
public sealed partial class Bans
{
    private string Sentence => _counts is { } counts
        ? (View.Observing && counts.Total > 0 ? $"Decided, not enforced: {BanWords.Sentence(counts)}" : BanWords.Sentence(counts))
        : View.Status is null ? "Waiting for the silo." : $"{Said.Count(View.Totals.Bans)} active.";

    private string Amount => (_window.TotalIsExact ? "" : "at least ") + Said.Count(_window.Total);

    private string Matches => _window.IsNew ? "" : State.Narrowed ? $"{Amount} match" : $"{Amount} bans";

    private string Footer
    {
        get
        {
            if (_window.IsNew) return "Loading";
            if (_window.Total == 0) return "No rows";
            var from = State.Jump.Length > 0 ? $"From {State.Jump} on, of {Amount}" : null;
            return _window.IsCut && from is null
                ? $"Rows 1–{Said.Count(BanWindow.MaxRows)} of {Amount}; reach the rest by search, sort or jump"
                : from ?? $"{Amount} {(_window.Total == 1 ? "row" : "rows")}";
        }
    }

    private string Watching => View.Totals.Online == 0
        ? "No host is connected."
        : $"{Said.Of(View.Totals.Online, "host is", "hosts are")} watching{(View.Observing ? ", none enforces" : $", {Said.Count(View.Totals.Enforcing)} enforce at {Layout.PostureWords.Upper(View.Level)}")}.";

    /// <summary>The filter in words.</summary>
    private string Which
    {
        get
        {
            var ends = LedgerState.Endings.FirstOrDefault(ending => ending.Name == State.Ends).Words;
            string?[] parts =
            [
                State.Query.Length > 0 ? $"“{Captured.Line(State.Query, 60)}”" : null, State.Origins.Length > 0 ? $"of origin {State.Origins.Replace(",", " or ", StringComparison.Ordinal)}" : null,
                State.Kind.Length > 0 ? $"about {State.Kind}" : null, ends is null ? null : $"that ends {ends}",
            ];
            return string.Join(", ", parts.Where(part => part is not null));
        }
    }

    /// <summary>Words are typed over one another in the history; all else is a step to come back from.</summary>
    private void Show(LedgerState state)
    {
        var typing = state with { Query = State.Query } == State && State.Query.Length > 0 && state.Query.Length > 0;
        Navigate(state.Parameters(), replace: typing);
    }

    private void Go(params (string Name, string? Value)[] parameters) =>
        Navigate(parameters.ToDictionary(parameter => parameter.Name, parameter => (object?)parameter.Value), replace: false);

    private void Navigate(Dictionary<string, object?> parameters, bool replace) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(parameters), replace: replace);

    private void Opened((BanLine Line, bool Focus) wish)
    {
        var walking = _line is not null;
        (_line, _gone, _focusDetails) = (wish.Line, false, wish.Focus);
        Navigate(new() { ["sel"] = wish.Line.Key, ["add"] = null }, replace: walking);
    }

    private void LiftOne(BanLine line)
    {
        Opened((line, false));
        _focusLift = true;
    }

    private async Task ClosePane()
    {
        Go(("sel", null), ("add", null));
        if (_table is not null) await _table.Focus();
    }

    private async Task Acted(bool close)
    {
        if (close) await ClosePane();
        else _line = null;
        await Begin(top: false);
        if (!close) await Select();
    }

    private async Task Added()
    {
        if (Add is not null) await ClosePane();
        await Begin(top: true);
    }

    private async Task Imported()
    {
        Go(("import", null));
        await Begin(top: true);
    }

    private void LiftSelected() => _many = new BanLift("", Addresses: [.. _selected]);

    private void LiftMatching() => _many = LedgerState.Lift(State.Filter(Now, 1), "");

    private async Task LiftedMany()
    {
        _many = null;
        _selected.Clear();
        await Begin(top: true);
    }
}
