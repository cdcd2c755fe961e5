using System.Runtime.InteropServices;

namespace Tegument.Sensor.Native;

/// <summary>Linux error numbers that we tell apart, and their text.</summary>
public static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoDeviceOrAddress = 6;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int NoDevice = 19;
    public const int IsDirectory = 21;
    public const int InvalidArgument = 22;
    public const int IllegalSeek = 29;
    public const int NetworkDown = 100;

    /// <summary>The C library's text for an error number, for instance "Permission denied".</summary>
    public static string Text(int number) => Marshal.GetPInvokeErrorMessage(number);
}
