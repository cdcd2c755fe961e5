using Tegument.Contracts.Policy;
using Tegument.Silo.Host.Storage;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Policy;

/// <summary>
/// The running policy with its text: checks, takes over and re-reads policies, one at a time. A text with faults never replaces a good
/// one. Safe on any thread.
/// </summary>
public sealed partial class PolicyStore(
    PolicyStart start, PolicyBoard board, AllowList allowed, PolicyEffects effects, AuditLog audit, TimeProvider time, ILogger<PolicyStore> log) : IDisposable
{
    private readonly PolicyFile _file = start.File;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile LoadedPolicy _current = start.Loaded;
    private volatile PolicyFault[] _faults = start.Faults;

    public LoadedPolicy Current => _current;

    public string File => _file.Path;

    public PolicyReport Report()
    {
        var (current, faults) = (_current, _faults);
        var state = faults.Length > 0 ? PolicyState.BadFile : effects.IsOwed ? PolicyState.Owed : PolicyState.Current;
        return new PolicyReport(
            state, _file.Path, current.Version, current.At, current.By, faults.Length > 0 ? faults[0].In(_file.Path) : null, allowed.Unresolved);
    }

    public PolicyReply Reply() => new(Report(), _current.Text, _faults);

    /// <summary>Says what is wrong with a text and what it would change, and changes nothing.</summary>
    public PolicyCheckReply Check(string text)
    {
        var reading = PolicyText.Read(text);
        var changes = reading.Policy is { } policy ? PolicyValues.Changes(_current.Policy, policy) : [];
        return new PolicyCheckReply(reading.Total == 0, reading.Faults, reading.Total, changes);
    }

    /// <summary>Called once before anything is judged: notes what a start without faults runs, and what it owes when that is new.</summary>
    public void Begin()
    {
        if (_faults.Length > 0)
        {
            LogBad(_faults[0].In(_file.Path));
            return;
        }

        if (_file.ReadLastGood() is { } before && PolicyFile.VersionOf(before) == _current.Version) return;
        Keep(_current.Text);
        effects.Owe(new PolicyActor("tegument-silo", "local", $"policy {_current.Version}"));
    }

    /// <summary>Writes the text into the file and runs it.</summary>
    /// <exception cref="PolicyRefusedException">It has faults; nothing was changed.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public Task<PolicyApplied> Apply(string text, PolicyActor who) => Change(who, () => text, write: true);

    /// <summary>Runs what the file holds now.</summary>
    /// <exception cref="PolicyRefusedException">It has faults, or cannot be read; the policy before goes on, and the report says so.</exception>
    public Task<PolicyApplied> Reload(PolicyActor who) => Change(who, _file.Read, write: false);

    public void Dispose() => _turn.Dispose();

    private async Task<PolicyApplied> Change(PolicyActor who, Func<string> source, bool write)
    {
        await _turn.WaitAsync();
        try
        {
            var before = _current;
            var (text, reading) = Read(source);
            if (reading.Policy is not { } policy) throw await Refuse(who, reading, isFile: !write);
            if (write) _file.Replace(text);
            Keep(text);
            var loaded = new LoadedPolicy(policy, text, time.GetUtcNow(), who.ToString());
            board.Replace(policy, loaded.Version);
            _current = loaded;
            _faults = [];
            allowed.TakePolicy();
            var changes = PolicyValues.Changes(before.Policy, policy);
            var (banned, ended) = await effects.Apply(who with { Reason = $"policy {_current.Version}: {who.Reason}" });
            await audit.Append(new AuditRecord(
                who.Actor, who.From, "policy", _file.Path, who.Reason, Before: before.Version, After: Text(_current.Version, changes)));
            LogLoaded(_current.Version, _current.By, changes.Length, banned, ended);
            return new PolicyApplied(Report(), before.Version, changes, banned, ended);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static (string Text, PolicyReading Reading) Read(Func<string> source)
    {
        try
        {
            var text = source();
            return (text, PolicyText.Read(text));
        }
        catch (IOException e)
        {
            return ("", new PolicyReading(null, [new PolicyFault(1, 1, "", e.Message.ReplaceLineEndings(" "))], 1));
        }
    }

    private async Task<PolicyRefusedException> Refuse(PolicyActor who, PolicyReading reading, bool isFile)
    {
        if (isFile) _faults = reading.Faults;
        var refused = new PolicyRefusedException(isFile ? _file.Path : "policy", reading);
        LogRefused(who.Actor, refused.Message);
        await audit.Append(new AuditRecord(who.Actor, who.From, "policy", _file.Path, who.Reason, $"refused: {refused.Message}", _current.Version));
        return refused;
    }

    // What is lost is the fallback of a start with a bad file, not the policy.
    private void Keep(string text)
    {
        try
        {
            _file.WriteLastGood(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e.Message);
        }
    }

    private static string Text(string version, string[] changes) => changes.Length == 0 ? $"{version}, no setting differs" : $"{version}; {string.Join("; ", changes)}";

    [LoggerMessage(EventId = 710, Level = LogLevel.Information, Message = "Policy {Version} runs, by {By}: {Changes} settings differ, {Banned} banned, {Ended} bans ended")]
    private partial void LogLoaded(string version, string by, int changes, int banned, int ended);

    [LoggerMessage(EventId = 711, Level = LogLevel.Error, Message = "{Actor}'s policy was refused and the one before goes on: {Fault}")]
    private partial void LogRefused(string actor, string fault);

    [LoggerMessage(EventId = 712, Level = LogLevel.Error, Message = "The policy file is bad, and the last good text runs in its place: {Fault}")]
    private partial void LogBad(string fault);

    [LoggerMessage(EventId = 713, Level = LogLevel.Warning, Message = "The last good policy could not be kept: {Reason}")]
    private partial void LogNotKept(string reason);
}
