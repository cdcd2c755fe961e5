namespace Tegument.Sensor.Capture.Filters;

/// <summary>A capture filter cannot be used. The message is one line for people: the expression and why.</summary>
public sealed class CaptureFilterException(string expression, string reason) : Exception($"--filter '{OnOneLine(expression)}': {OnOneLine(reason)}")
{
    private const int MostShown = 200;

    /// <summary>It may well be right: what is to compile it is not there.</summary>
    public bool LibraryMissing { get; init; }

    private static string OnOneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
        return line.Length <= MostShown ? line : line[..MostShown] + "...";
    }
}
