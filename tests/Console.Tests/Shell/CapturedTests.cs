using Tegument.Dashboard.Text;

namespace Tegument.Console.Tests.Shell;

public sealed class CapturedTests
{
    [Fact]
    public void A_line_of_64_KB_is_cut_where_it_is_shown() =>
        Captured.Line(new string('A', 64 * 1024)).ShouldBe(new string('A', Captured.DefaultLength) + "…");

    [Theory]
    [InlineData("a\u202Eexe.gpj", "a·exe.gpj")] // Right-to-left override.
    [InlineData("\u2066x\u2069\u200F", "·x··")]
    [InlineData("one\r\ntwo\tthree\0", "one··two·three·")]
    [InlineData("\u001b[31mred", "·[31mred")]
    [InlineData("line\u2028sep", "line·sep")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")] // Harmless as text, and people should see it.
    [InlineData(null, "")]
    public void What_turns_breaks_or_hides_becomes_a_dot(string? text, string shown) => Captured.Line(text).ShouldBe(shown);
}
