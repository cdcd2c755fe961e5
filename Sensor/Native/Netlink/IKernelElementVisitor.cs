namespace Tegument.Sensor.Native.Netlink;

/// <summary>Takes the elements of a dump as they stream in. Called on the reading thread.</summary>
public interface IKernelElementVisitor
{
    /// <summary>A dump begins; whatever an earlier, interrupted one reported is to be forgotten.</summary>
    void Restart();

    void Visit(in KernelElement element);
}
