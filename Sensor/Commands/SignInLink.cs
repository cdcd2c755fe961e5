namespace Tegument.Sensor.Commands;

/// <summary>The link by which a one-time token signs in to the console.</summary>
internal static class SignInLink
{
    public static string Of(string console, string secret) => $"{console.TrimEnd('/')}/signin?token={Uri.EscapeDataString(secret)}";
}
