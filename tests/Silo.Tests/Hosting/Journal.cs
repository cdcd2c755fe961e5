using System.Collections.Concurrent;

namespace Tegument.Silo.Tests.Hosting;

/// <summary>A log that grains write and tests read.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string[] Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);
}
