namespace Orleans.Runtime;

/// <summary>Base of what the grain model itself reports; a grain's own exceptions reach its caller as they are.</summary>
public class OrleansException : Exception
{
    public OrleansException() : base("Unexpected error.")
    {
    }

    public OrleansException(string message) : base(message)
    {
    }

    public OrleansException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
