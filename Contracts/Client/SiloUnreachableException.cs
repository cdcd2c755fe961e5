namespace Tegument.Contracts.Client;

/// <summary>Nobody answered at the silo's address, in time or at all. The message is one line: the address, the cause and what to do.</summary>
public sealed class SiloUnreachableException : Exception
{
    public SiloUnreachableException()
    {
    }

    public SiloUnreachableException(string message)
        : base(message)
    {
    }

    public SiloUnreachableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal static SiloUnreachableException At(Uri address, Exception cause) =>
        new($"no silo answers at {address.GetLeftPart(UriPartial.Authority)} ({Cause(cause)}); start it with 'tegument up' or name another address", cause);

    private static string Cause(Exception cause)
    {
        if (cause is OperationCanceledException or TimeoutException) return "timed out";
        var inner = cause;
        while (inner.InnerException is { } deeper) inner = deeper;
        return inner.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
