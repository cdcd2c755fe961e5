using Microsoft.Extensions.Logging;

namespace Tegument.Sensor.Enforce;

/// <summary>What the executor tells people; one line each.</summary>
internal static partial class ExecutorLog
{
    [LoggerMessage(3001, LogLevel.Information, "Enforcing with {Backend}")]
    public static partial void Opened(ILogger log, string backend);

    [LoggerMessage(3002, LogLevel.Error, "Cannot enforce: {Reason}")]
    public static partial void CannotOpen(ILogger log, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "Enforcement is stale: {Reason}")]
    public static partial void Stale(ILogger log, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Enforcement is up to date again")]
    public static partial void Fresh(ILogger log);

    [LoggerMessage(3005, LogLevel.Warning, "Repaired: {Missing} missing, {Unwanted} unwanted, {Mistimed} mistimed; {Damage}")]
    public static partial void Repaired(ILogger log, int missing, int unwanted, int mistimed, string damage);

    [LoggerMessage(3006, LogLevel.Warning, "{Note}")]
    public static partial void StoreNote(ILogger log, string note);

    [LoggerMessage(3007, LogLevel.Warning, "Observe-only: {Reason}")]
    public static partial void ObserveOnly(ILogger log, string reason);

    [LoggerMessage(3008, LogLevel.Error, "A round of enforcement failed")]
    public static partial void RoundFailed(ILogger log, Exception error);

    [LoggerMessage(3009, LogLevel.Information, "Stopped; {Bans} bans stay in the kernel until they end")]
    public static partial void Stopped(ILogger log, int bans);

    [LoggerMessage(3010, LogLevel.Warning, "Lockdown {Phase} {Left}")]
    public static partial void Lockdown(ILogger log, string phase, string left);

    [LoggerMessage(3011, LogLevel.Warning, "Lockdown is over: {Reason}")]
    public static partial void LockdownOver(ILogger log, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Lockdown repaired: {Damage}")]
    public static partial void LockdownRepaired(ILogger log, string damage);

    [LoggerMessage(3013, LogLevel.Error, "Lockdown cannot be held: {Reason}")]
    public static partial void LockdownFault(ILogger log, string reason);
}
