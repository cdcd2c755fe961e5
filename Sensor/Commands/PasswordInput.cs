using System.Text;
using Tegument.Contracts.Api;

namespace Tegument.Sensor.Commands;

/// <summary>
/// A new password, from a terminal without showing it, twice, or from standard input, one line. Never from an argument: those stand in the
/// list of processes and in the shell's history.
/// </summary>
internal static class PasswordInput
{
    private const int MaxLine = 4096;

    /// <exception cref="CommandException">Nothing was given, the two differ, or it is too short or too long.</exception>
    public static string Read()
    {
        var password = Console.IsInputRedirected ? Line() : Twice();
        return password.Length is >= UserCreate.MinPasswordLength and <= UserCreate.MaxPasswordLength
            ? password
            : throw new CommandException($"a password has {UserCreate.MinPasswordLength} to {UserCreate.MaxPasswordLength} characters; this one has {password.Length}", ExitCode.BadInput);
    }

    private static string Line()
    {
        var text = new StringBuilder();
        for (int c; (c = Console.In.Read()) >= 0 && c != '\n' && text.Length < MaxLine;) text.Append((char)c);
        if (text.Length > 0 && text[^1] == '\r') text.Length--;
        return text.Length > 0 ? text.ToString() : throw new CommandException("no password came on standard input", ExitCode.BadInput);
    }

    private static string Twice()
    {
        var first = Hidden("password: ");
        return Hidden("once more: ") == first ? first : throw new CommandException("the two passwords differ; nothing was changed", ExitCode.BadInput);
    }

    private static string Hidden(string prompt)
    {
        Console.Error.Write(prompt);
        var text = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxLine) text.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
