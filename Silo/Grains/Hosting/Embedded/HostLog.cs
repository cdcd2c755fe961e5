using Microsoft.Extensions.Logging;

namespace Tegument.Silo.Hosting;

/// <summary>What the embedded grain host says.</summary>
internal static partial class HostLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Timer of {Grain} failed")]
    internal static partial void TickFailed(ILogger log, string grain, Exception error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Grain} failed to deactivate cleanly")]
    internal static partial void DeactivationFailed(ILogger log, string grain, Exception error);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Grain} failed outside of any call")]
    internal static partial void UnobservedFailure(ILogger log, string grain, Exception error);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Stopping was cut short: {Count} grains were not deactivated")]
    internal static partial void Abandoned(ILogger log, long count);
}
