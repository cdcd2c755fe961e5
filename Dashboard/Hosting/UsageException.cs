namespace Tegument.Dashboard.Hosting;

/// <summary>What was asked for cannot be; the message is one line for people.</summary>
public sealed class UsageException(string message) : Exception(message);
