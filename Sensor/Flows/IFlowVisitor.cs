namespace Tegument.Sensor.Flows;

/// <summary>Meets flows as the expiry wheel turns; a sealed class or struct, so that the call is direct.</summary>
public interface IFlowVisitor
{
    /// <summary>Called about every half minute for each flow, and soon after it is due. May change the state to one that lives on; must not add flows.</summary>
    void Visit(ref Flow flow, long now);
}
