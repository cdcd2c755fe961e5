using System.Text;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Tests.Policies;

/// <summary>Damaged policy files: each has a policy or faults, never an exception. The seed of a failure is in its message.</summary>
public sealed class PolicyFuzzTests
{
    private const int Rounds = 3000;

    private static readonly string[] Snippets =
    [
        ":", "- ", "[", "]", "{", "}", "&a ", "*a", "!!str ", "|", ">", "\"", "'", "\t", "\0", "\u2028", "\ud800", "%YAML 9.9\n", "---\n", "...\n", "? ", "<<: ", "never", "~", "-1", "1e999", "NaN",
        ".inf", "0x10", "10m", "99999999999d", "::/0", "0.0.0.0/0", "a.b.c", "\r\n", "#", "  ", "\\x", "null", "[[[[", "{{{{", "&a [*a, *a]",
    ];

    [Fact]
    public void Damaged_files_never_throw()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var text = Mutate(seed);
            PolicyReading reading;
            try
            {
                reading = PolicyText.Read(text);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }

            (reading.Policy is null).ShouldBe(reading.Total > 0, $"seed {seed}");
            reading.Faults.Length.ShouldBe(Math.Min(reading.Total, PolicyLimits.MaxFaults), $"seed {seed}");
            reading.Policy?.Validate().ShouldBeNull($"seed {seed}");
            foreach (var fault in reading.Faults)
            {
                fault.Line.ShouldBeInRange(1, text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2, $"seed {seed}");
                fault.ToString().Any(char.IsControl).ShouldBeFalse($"seed {seed}: {fault}");
            }
        }
    }

    [Fact]
    public void Every_beginning_of_the_shipped_text_is_a_policy_or_faults()
    {
        for (var length = 0; length < PolicyText.Shipped.Length; length += 7)
        {
            var reading = PolicyText.Read(PolicyText.Shipped[..length]);
            (reading.Policy is null).ShouldBe(reading.Total > 0);
        }
    }

    private static string Mutate(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(PolicyText.Shipped);
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)); break;
                case 1: text.Insert(at, Snippets[random.Next(Snippets.Length)]); break;
                case 2: text[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65_536); break;
                default: text.Insert(random.Next(text.Length), text.ToString(at, Math.Min(random.Next(1, 200), text.Length - at))); break;
            }
        }

        return text.ToString();
    }
}
