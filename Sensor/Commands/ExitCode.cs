namespace Tegument.Sensor.Commands;

/// <summary>What the process answers to its caller.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was asked rightly and could not be done: the silo refused, nobody answers, no permission.</summary>
    public const int Failed = 1;

    /// <summary>The question or the input was wrong: a bad flag, an address that is none, a damaged file.</summary>
    public const int BadInput = 2;
}
