using Microsoft.Extensions.Logging;
using Tegument.Contracts.Addresses;
using Tegument.Sensor.Report;
using Tegument.Sensor.Tail;

namespace Tegument.Sensor.Eve;

/// <summary>
/// Follows one eve.json and tells the silo of its alerts: a thread of its own, which looks four times a second. What has reached the silo is
/// noted in a checkpoint, from which the next run reads on at the exact byte.
/// </summary>
public sealed partial class EveFeed : IDisposable
{
    /// <summary>Older alerts weigh nothing now: a file's past is not to ban today.</summary>
    public static readonly TimeSpan OldAfter = TimeSpan.FromHours(1);

    private const int LinesAtOnce = 4096;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly string _checkpointPath;
    private readonly FileTail _tail;
    private readonly EveEvidence _evidence;
    private readonly EveCounts _counts = new();
    private readonly Action _wake;
    private readonly TimeProvider _time;
    private readonly ILogger<EveFeed> _log;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private EveCheckpoint _done;
    private (long Mark, EveCheckpoint Checkpoint)? _waiting;
    private string? _told;

    /// <param name="path">The eve.json; it need not be there yet.</param>
    /// <param name="checkpoint">The file that remembers up to where it was read.</param>
    /// <param name="sensor">This host's name.</param>
    /// <param name="isOurs">Whether an address is one of this host's.</param>
    /// <param name="wake">Called when the outbox has something; any thread.</param>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    public EveFeed(string path, string checkpoint, string sensor, Func<IpKey, bool> isOurs, Action wake, TimeProvider time, ILogger<EveFeed> log)
    {
        (_path, _checkpointPath, _wake, _time, _log) = (path, checkpoint, wake, time, log);
        var fresh = "eve-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        _done = EveCheckpoint.Load(checkpoint, fresh, out var fault);
        if (fault is not null) LogFault(fault);
        Outbox = new EvidenceOutbox(sensor, _done.Start, sequence: _done.Sequences);
        _done = _done with { Sequences = _done.Sequences + EveCheckpoint.SequenceBlock };
        Save(_done); // Before any is used: a sequence that was used once must never name another batch.
        _tail = new FileTail(path, _done.Position);
        _evidence = new EveEvidence(isOurs, _done.Incidents, _done.LastIncident);
        _thread = new Thread(Run) { IsBackground = true, Name = "eve" };
    }

    /// <summary>What waits for the silo; the link's to send.</summary>
    public EvidenceOutbox Outbox { get; }

    /// <summary>Why no alerts come; null while the file is read.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Lines too long, alerts that accuse nobody for want of an address, incidents closed for room.</summary>
    public long Losses => _tail.TooLong + _counts.BrokenAlerts + _evidence.Overflow;

    /// <summary>Alerts passed over because of their age.</summary>
    public long Old { get; private set; }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(5));
        _tail.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            var busy = false;
            try
            {
                busy = Once();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Tell(e.Message.ReplaceLineEndings(" "));
            }

            if (!busy) _stop.Wait(Look);
        }
    }

    /// <summary>One look. Answers whether there was as much as one look takes.</summary>
    private bool Once()
    {
        // The spool merges, but a silo that is away for a day must not cost the memory of a day: what waits in the file waits well.
        var lines = Outbox.Pending > EvidenceOutbox.MaxInFlight ? 0 : _tail.Read(Take, LinesAtOnce);
        Tell(_tail.Trouble);
        var (items, incidents) = _evidence.Drain();
        if (items.Count + incidents.Count > 0)
        {
            Outbox.Add(items, incidents);
            _wake();
        }

        Settle();
        return lines == LinesAtOnce;
    }

    private void Take(ReadOnlySpan<byte> line, long end)
    {
        if (line.Trim((byte)' ').IsEmpty) return;
        var (type, alert) = EveLine.Read(line);
        _counts.Count(type, type == "alert" && alert is null);
        if (alert is null) return;
        if (_time.GetUtcNow() - alert.At > OldAfter) Old++;
        else _evidence.Take(alert);
    }

    /// <summary>One checkpoint waits at a time; a newer one is taken when it is through.</summary>
    private void Settle()
    {
        if (_waiting is { } waiting && Outbox.IsSettled(waiting.Mark))
        {
            Save(waiting.Checkpoint);
            _waiting = null;
        }

        if (_waiting is not null || _tail.Position is not { } position || position == _done.Position) return;
        _waiting = (Outbox.Mark(), _done with { Position = position, LastIncident = _evidence.Last, Incidents = [.. _evidence.Open] });
    }

    private void Save(EveCheckpoint checkpoint)
    {
        checkpoint.Save(_checkpointPath);
        _done = checkpoint;
    }

    private void Tell(string? trouble)
    {
        Trouble = trouble is null ? null : $"no alerts from {_path}: {trouble}";
        if (Trouble == _told) return;
        _told = Trouble;
        if (Trouble is null) LogReading(_path);
        else LogFault(Trouble);
    }

    [LoggerMessage(EventId = 2020, Level = LogLevel.Information, Message = "Reading alerts from {Path}")]
    private partial void LogReading(string path);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Warning, Message = "{Fault}")]
    private partial void LogFault(string fault);
}
