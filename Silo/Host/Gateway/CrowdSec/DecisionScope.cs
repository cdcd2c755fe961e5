namespace Tegument.Silo.Host.Gateway.CrowdSec;

/// <summary>What a decision's value is. Bouncers compare these names as written.</summary>
internal static class DecisionScope
{
    public const string Ip = "Ip";
    public const string Range = "Range";
}
