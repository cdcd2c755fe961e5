using System.Globalization;

namespace Tegument.Sensor.Commands;

/// <summary>A progress bar on the terminal's stderr, gone when disposed; nothing when stderr is no terminal.</summary>
public sealed class ProgressLine : IDisposable
{
    private const int Width = 40;
    private const int PeriodMs = 100;
    private long _next = Environment.TickCount64 + PeriodMs;
    private bool _drawn;

    public bool Shown { get; } = !Console.IsErrorRedirected;

    /// <param name="share">0 to 1.</param>
    public void Update(double share, long packets)
    {
        var now = Environment.TickCount64;
        if (!Shown || now < _next) return;
        _next = now + PeriodMs;
        _drawn = true;
        var full = (int)Math.Clamp(share * Width, 0, Width);
        Console.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', Width - full)}] {share,4:P0}  {packets:N0} packets "));
    }

    public void Dispose()
    {
        if (_drawn) Console.Error.Write("\r\e[K");
    }
}
