namespace Tegument.Sensor.Replay;

/// <summary>A policy file cannot be used. The message is one line: place, setting and what was expected of it.</summary>
public sealed class PolicyFaultException : Exception
{
    public PolicyFaultException()
    {
    }

    public PolicyFaultException(string message)
        : base(message)
    {
    }

    public PolicyFaultException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
