using System.CommandLine;
using Tegument.Contracts.Client;

namespace Tegument.Sensor.Commands;

/// <summary>Which entries of the audit log a verb is about.</summary>
public sealed class AuditFilterOptions
{
    private readonly Option<string?> _actor = new("--actor") { Description = "Only entries whose actor holds this", HelpName = "TEXT" };
    private readonly Option<string[]> _action = new("--action") { Description = "Only this action (ban, unban, lift, posture, ...); may be given more than once", HelpName = "NAME" };
    private readonly Option<string?> _subject = new("--subject") { Description = "Only entries about exactly this address, host or token", HelpName = "TEXT" };
    private readonly Option<string?> _text = new("--text") { Description = "Only entries that hold this anywhere else", HelpName = "TEXT" };
    private readonly Option<TimeSpan?> _since = Arguments.Duration("--since", "Only entries not older than this");
    private readonly Option<TimeSpan?> _until = Arguments.Duration("--until", "Only entries older than this");

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var option in (Option[])[_actor, _action, _subject, _text, _since, _until]) command.Options.Add(option);
    }

    public AuditFilter Filter(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var now = DateTimeOffset.UtcNow;
        return new AuditFilter(
            Actor: parsed.GetValue(_actor), Actions: parsed.GetValue(_action), Subject: parsed.GetValue(_subject), Text: parsed.GetValue(_text),
            Since: parsed.GetValue(_since) is { } since ? now - since : null, Until: parsed.GetValue(_until) is { } until ? now - until : null);
    }
}
