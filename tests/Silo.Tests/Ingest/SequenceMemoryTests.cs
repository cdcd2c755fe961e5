using Tegument.Silo.Ingest;

namespace Tegument.Silo.Tests.Ingest;

public class SequenceMemoryTests
{
    [Fact]
    public void It_knows_exactly_what_was_taken_even_out_of_order()
    {
        var memory = new SequenceMemory();
        foreach (var sequence in new long[] { 7, 5, 9 }) memory.Add("a", "1", sequence);
        Enumerable.Range(0, 12).Where(n => memory.Contains("a", "1", n)).ShouldBe([5, 7, 9]);
        memory.Contains("a", "2", 7).ShouldBeFalse();
        memory.Contains("b", "1", 7).ShouldBeFalse();
    }

    [Fact]
    public void A_leap_forgets_what_lies_too_far_back()
    {
        var memory = new SequenceMemory();
        memory.Add("a", "1", 1);
        memory.Add("a", "1", long.MaxValue);
        memory.Contains("a", "1", 1).ShouldBeFalse();
        memory.Contains("a", "1", long.MaxValue).ShouldBeTrue();
    }

    [Fact]
    public void The_run_unused_longest_is_forgotten_first()
    {
        var memory = new SequenceMemory(capacity: 2);
        memory.Add("a", "1", 1);
        memory.Add("b", "1", 1);
        memory.Add("a", "1", 2);
        memory.Add("c", "1", 1);
        memory.Contains("a", "1", 1).ShouldBeTrue();
        memory.Contains("b", "1", 1).ShouldBeFalse();
        memory.Contains("c", "1", 1).ShouldBeTrue();
    }
}
