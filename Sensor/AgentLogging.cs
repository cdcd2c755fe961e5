using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Tegument.Sensor;

/// <summary>The agent's log: one line an event on stderr, where systemd or a person reads it.</summary>
public static class AgentLogging
{
    public static ILoggerFactory Create() => LoggerFactory.Create(builder => builder
        .AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss ";
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting", LogLevel.Warning)
        .SetMinimumLevel(LogLevel.Information));
}
