using Tegument.Silo.Policy.Text;

namespace Tegument.Silo.Host.Policy;

/// <summary>A text is no policy; nothing was changed. The message is the first fault with its place.</summary>
public sealed class PolicyRefusedException : Exception
{
    public PolicyRefusedException()
    {
    }

    public PolicyRefusedException(string message)
        : base(message)
    {
    }

    public PolicyRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public PolicyRefusedException(string file, PolicyReading reading)
        : base(reading.Faults[0].In(file) + (reading.Total > 1 ? $" (and {reading.Total - 1} more)" : "")) => Reading = reading;

    /// <summary>All faults.</summary>
    public PolicyReading? Reading { get; }
}
