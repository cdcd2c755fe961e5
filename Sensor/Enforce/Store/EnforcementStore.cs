using System.Buffers;
using Tegument.Contracts.Bans;
using Tegument.Sensor.Native.Files;

namespace Tegument.Sensor.Enforce.Store;

/// <summary>
/// Keeps on disk what the ledger wanted last, so that a restarted executor need not wait for the silo. One file: a checkpoint (written
/// aside, synced, renamed), then a journal of every change since. One thread.
/// </summary>
/// <remarks>
/// A change is journalled before it is committed to the kernel. So after kill -9 at any moment the file holds all that the kernel holds and
/// perhaps one change more, its position never runs ahead of its bans, and a lifted ban that the kernel still holds is known to be lifted.
/// The journal survives a killed process without a sync, for the page cache does; a power cut loses what <see cref="Sync"/> has not
/// reached, but empties the kernel as well, and the silo sends what came after the position that was kept.
/// When a write fails the file is removed: no memory is better than a false one, and the kernel's own elements are adopted instead.
/// </remarks>
public sealed class EnforcementStore : IDisposable
{
    private const long SmallestJournal = 1 << 20;
    private const long ClockJumpMs = 2000;
    private readonly string _path;
    private readonly Guid _boot;
    private readonly EnforcementClock _clock;
    private ArrayBufferWriter<byte> _buffer = new();
    private FileStream? _file;
    private long _checkpointBytes;
    private long _journalBytes;
    private long _wallOffsetMs;
    private bool _unsynced;

    public EnforcementStore(string path, Guid boot, EnforcementClock clock)
    {
        _path = path;
        _boot = boot;
        _clock = clock;
    }

    /// <summary>Why bans are not kept on disk at the moment; null when they are.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// The journal has outgrown the checkpoint, the file is missing or broken, or the wall clock was set since: then the stamps must be
    /// renewed, or a reboot would count from the wrong time.
    /// </summary>
    public bool CheckpointDue =>
        _file is null || _journalBytes > Math.Max(SmallestJournal, _checkpointBytes) || Math.Abs(WallOffset() - _wallOffsetMs) > ClockJumpMs;

    /// <summary>Reads what is there. A damaged file is put aside; never throws for a bad file.</summary>
    public StoreContent Load() => StoreReader.Read(_path, StoreStamp.Now(_boot, _clock));

    /// <summary>Adds one change to the journal. A failure shows in <see cref="Fault"/>.</summary>
    public void Append(LedgerChange change)
    {
        if (_file is null) return;
        try
        {
            ResetBuffer();
            StoreRecord.Write(_buffer, StoreStamp.Now(_boot, _clock), change.Position, change.IsSnapshot, change.Targets.Count, change.Targets);
            _file.Write(_buffer.WrittenSpan);
            _journalBytes += _buffer.WrittenCount;
            _unsynced = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(e);
        }
    }

    /// <summary>Replaces the file by what is desired now.</summary>
    public void Checkpoint(DesiredBans desired)
    {
        var temporary = _path + ".tmp";
        try
        {
            var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            try
            {
                WriteAll(file, desired);
                file.Flush(flushToDisk: true);
                File.Move(temporary, _path, overwrite: true);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            DurableDirectory.TrySync(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            _file?.Dispose();
            _file = file;
            _checkpointBytes = file.Length;
            _journalBytes = 0;
            _wallOffsetMs = WallOffset();
            _unsynced = false;
            Fault = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(e);
        }
    }

    /// <summary>Brings the journal to the disk.</summary>
    public void Sync()
    {
        if (!_unsynced || _file is null) return;
        try
        {
            _file.Flush(flushToDisk: true);
            _unsynced = false;
        }
        catch (IOException e)
        {
            GiveUp(e);
        }
    }

    public void Dispose()
    {
        Sync();
        _file?.Dispose();
        _file = null;
    }

    private void WriteAll(FileStream file, DesiredBans desired)
    {
        var stamp = StoreStamp.Now(_boot, _clock);
        file.Write(StoreReader.Magic);
        var targets = desired.All.ToLookup(b => b.Value.Shard, b => new BanTarget(b.Key, b.Value.DeadlineMs, b.Value.Origin));
        foreach (LedgerPosition position in desired.Positions)
        {
            ResetBuffer();
            StoreRecord.Write(_buffer, stamp, position, isSnapshot: true, targets[position.Shard].Count(), targets[position.Shard]);
            file.Write(_buffer.WrittenSpan);
        }
    }

    private void GiveUp(Exception e)
    {
        Fault = $"bans are not kept on disk: {e.Message}";
        _file?.Dispose();
        _file = null;
        try
        {
            File.Delete(_path + ".tmp");
            File.Delete(_path);
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            Fault += $"; and {_path} cannot be removed: {inner.Message}";
        }
    }

    private void ResetBuffer()
    {
        if (_buffer.Capacity > SmallestJournal) _buffer = new ArrayBufferWriter<byte>();
        else _buffer.ResetWrittenCount();
    }

    private long WallOffset() => _clock.UtcNow.ToUnixTimeMilliseconds() - _clock.NowMs;
}
