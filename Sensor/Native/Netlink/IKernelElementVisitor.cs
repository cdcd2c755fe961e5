namespace Tegument.Sensor.Native.Netlink;

/// <summary>Takes the elements of a dump as they stream in. Called on the reading thread.</summary>
public interface IKernelElementVisitor
{
    /// <summary>A dump begins, perhaps again after an interrupted one; what that one reported was true when it did.</summary>
    void Restart();

    void Visit(in KernelElement element);
}
