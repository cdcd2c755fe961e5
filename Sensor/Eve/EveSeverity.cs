namespace Tegument.Sensor.Eve;

/// <summary>
/// Suricata's severities in our terms. Its 1, 2 and 3 (high, medium, low: classification.config) are high, medium and low; anything else says
/// nothing. A rule's own "signature_severity" of Critical makes a high one critical, and Informational makes any low.
/// </summary>
public static class EveSeverity
{
    /// <summary>0 none, 1 low, 2 medium, 3 high, 4 critical.</summary>
    public static byte Of(EveAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        byte severity = alert.Severity switch { 1 => 3, 2 => 2, 3 => 1, _ => 0 };
        return alert.Gravity switch
        {
            "Critical" when severity == 3 => 4,
            "Informational" when severity > 1 => 1,
            _ => severity,
        };
    }
}
