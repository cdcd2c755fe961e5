using System.Text;
using Tegument.Sensor.Tail;

namespace Tegument.Sensor.Tests.Tail;

public sealed class FileTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-tail-").FullName;
    private readonly List<string> _lines = [];

    private string Log => Path.Combine(_folder, "eve.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_handed_out_as_they_are_written_and_a_half_written_one_waits_for_its_end()
    {
        using var tail = new FileTail(Log, null);
        Read(tail).ShouldBeEmpty();
        tail.Trouble.ShouldNotBeNull();
        Write("one\ntwo\nthr");
        Read(tail).ShouldBe(["one", "two"]);
        tail.Trouble.ShouldBeNull();
        Write("ee\n\r\n");
        Read(tail).ShouldBe(["three", ""]);
    }

    [Fact]
    public void Every_cut_of_a_file_into_writes_gives_the_same_lines()
    {
        const string Text = "{\"a\":1}\n{\"b\":\"\u00e4\"}\r\n\n{\"c\":3}\n";
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var path = Path.Combine(_folder, $"cut-{cut}");
            using var tail = new FileTail(path, null);
            Append(path, bytes[..cut]);
            var lines = Read(tail);
            Append(path, bytes[cut..]);
            lines.AddRange(Read(tail));
            lines.ShouldBe(["{\"a\":1}", "{\"b\":\"\u00e4\"}", "", "{\"c\":3}"], $"cut at {cut}");
        }
    }

    [Fact]
    public void Reading_goes_on_at_the_exact_byte_after_a_restart()
    {
        Write("one\ntwo\nthree\n");
        TailPosition? position;
        using (var tail = new FileTail(Log, null))
        {
            tail.Read((line, _) => _lines.Add(Encoding.UTF8.GetString(line)), 2);
            position = tail.Position;
        }

        _lines.ShouldBe(["one", "two"]);
        position!.Offset.ShouldBe(8);
        Write("four\n");
        using var again = new FileTail(Log, position);
        Read(again).ShouldBe(["three", "four"]);
    }

    [Fact]
    public void A_file_that_was_renamed_is_read_to_its_end_before_the_new_one()
    {
        Write("one\n");
        using var tail = new FileTail(Log, null);
        Read(tail).ShouldBe(["one"]);
        File.Move(Log, Log + ".1");
        Append(Log + ".1", "late\n"u8.ToArray());
        Write("fresh\n");
        ReadUntilQuiet(tail).ShouldBe(["late", "fresh"]);
        tail.Rotations.ShouldBe(1);
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("a new line that is longer than all that was there before\nand more\n")]
    public void A_file_that_was_truncated_is_read_from_its_start_however_long_it_has_grown_since(string after)
    {
        Write("one\ntwo\n");
        using var tail = new FileTail(Log, null);
        Read(tail).ShouldBe(["one", "two"]);
        File.WriteAllText(Log, after);
        ReadUntilQuiet(tail).ShouldBe(after.TrimEnd('\n').Split('\n'));
        tail.Truncations.ShouldBe(1);
    }

    [Fact]
    public void Another_file_at_the_path_is_not_resumed_in_its_middle()
    {
        Write("one\ntwo\n");
        using var first = new FileTail(Log, null);
        Read(first);
        var position = first.Position! with { Head = 12345 };
        using var tail = new FileTail(Log, position);
        Read(tail).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void A_file_that_vanishes_and_returns_is_followed_again()
    {
        Write("one\n");
        using var tail = new FileTail(Log, null);
        Read(tail);
        File.Delete(Log);
        ReadUntilQuiet(tail).ShouldBeEmpty();
        Write("back\n");
        ReadUntilQuiet(tail).ShouldBe(["back"]);
    }

    [Fact]
    public void A_line_beyond_the_bound_is_skipped_whole_and_counted()
    {
        Write("one\n" + new string('x', (3 * FileTail.MaxLine) + 17) + "\ntwo\n");
        using var tail = new FileTail(Log, null);
        ReadUntilQuiet(tail).ShouldBe(["one", "two"]);
        tail.TooLong.ShouldBe(1);
        Write("three\n");
        Read(tail).ShouldBe(["three"]);
    }

    private void Write(string text) => Append(Log, Encoding.UTF8.GetBytes(text));

    private static void Append(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.Write(bytes);
    }

    private static List<string> Read(FileTail tail)
    {
        var lines = new List<string>();
        tail.Read((line, _) => lines.Add(Encoding.UTF8.GetString(line)), 100);
        return lines;
    }

    private static List<string> ReadUntilQuiet(FileTail tail)
    {
        var lines = new List<string>();
        for (var look = 0; look < 10; look++) lines.AddRange(Read(tail));
        return lines;
    }
}
