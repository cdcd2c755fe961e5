using Tegument.Contracts.Policy;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Policy;

/// <summary>
/// The policy that a silo starts with. A file with faults stops a first start; later the last good text goes on in its place, since a host
/// must not lose its protection to a slip in a file that nobody has loaded yet.
/// </summary>
/// <param name="Faults">What is wrong with the file; empty when the policy is the file's.</param>
public sealed record PolicyStart(PolicyFile File, LoadedPolicy Loaded, PolicyFault[] Faults)
{
    public const string Start = "start of the silo";
    public const string Fallback = "start of the silo, from the last good text";

    /// <exception cref="UsageException">There is no good policy; one line that names the file, the place and the first fault.</exception>
    public static PolicyStart Load(SiloOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var file = new PolicyFile(options.Data, options.Policy);
        var now = time.GetUtcNow();
        var (text, reading) = Read(file);
        if (reading.Policy is { } policy) return new PolicyStart(file, new LoadedPolicy(policy, text, now, Start), []);
        if (file.ReadLastGood() is { } old && PolicyText.Read(old).Policy is { } good)
            return new PolicyStart(file, new LoadedPolicy(good, old, now, Fallback), reading.Faults);
        throw new UsageException(Line(file, reading));
    }

    private static (string Text, PolicyReading Reading) Read(PolicyFile file)
    {
        try
        {
            file.MakeIfAbsent();
            var text = file.Read();
            return (text, PolicyText.Read(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ("", new PolicyReading(null, [new PolicyFault(1, 1, "", e.Message.ReplaceLineEndings(" "))], 1));
        }
    }

    private static string Line(PolicyFile file, PolicyReading reading)
    {
        var more = reading.Total > 1 ? $" (and {reading.Total - 1} more; 'tegument policy check {file.Path}' lists them)" : "";
        return reading.Faults[0].In(file.Path) + more;
    }
}
