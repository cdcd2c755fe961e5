namespace Tegument.Silo.Ingest;

/// <summary>
/// Which batches of a sensor run were taken lately, so that a resent one is acknowledged without waking a grain. A saving, not the
/// guarantee: what it forgets is weighed by the grains' own marks. Exact for the last 64 sequences of each of the last
/// <see cref="Capacity"/> runs. Safe on any thread.
/// </summary>
public sealed class SequenceMemory(int capacity = SequenceMemory.Capacity)
{
    public const int Capacity = 10_000;

    private const int Window = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Sensor, string Start), LinkedListNode<Run>> _runs = [];
    private readonly LinkedList<Run> _byUse = new();

    /// <summary>True when this batch was taken for good before.</summary>
    public bool Contains(string sensor, string start, long sequence)
    {
        lock (_lock)
        {
            return _runs.TryGetValue((sensor, start), out var node) && node.Value.Contains(sequence);
        }
    }

    /// <summary>The batch is committed.</summary>
    public void Add(string sensor, string start, long sequence)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue((sensor, start), out var node))
            {
                _byUse.Remove(node);
            }
            else
            {
                if (_runs.Count >= capacity && _byUse.First is { } oldest)
                {
                    _byUse.RemoveFirst();
                    _runs.Remove(oldest.Value.Key);
                }

                node = new LinkedListNode<Run>(new Run((sensor, start), sequence));
                _runs.Add((sensor, start), node);
            }

            node.Value.Add(sequence);
            _byUse.AddLast(node);
        }
    }

    private sealed class Run((string Sensor, string Start) key, long first)
    {
        private long _highest = first;

        // Bit n: the sequence (highest - n) was taken.
        private ulong _taken;

        public (string Sensor, string Start) Key => key;

        public bool Contains(long sequence) =>
            sequence <= _highest && _highest - sequence < Window && (_taken >> (int)(_highest - sequence) & 1) != 0;

        public void Add(long sequence)
        {
            if (sequence > _highest)
            {
                var by = sequence - _highest;
                _taken = by >= Window ? 0 : _taken << (int)by;
                _highest = sequence;
            }

            if (_highest - sequence < Window) _taken |= 1UL << (int)(_highest - sequence);
        }
    }
}
