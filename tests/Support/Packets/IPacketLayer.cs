namespace Tegument.Tests.Support.Packets;

/// <summary>One layer of a packet under construction.</summary>
internal interface IPacketLayer
{
    /// <summary>The EtherType or IP protocol number by which the layer below names this one.</summary>
    int Number { get; }

    /// <summary>This layer's bytes around those of the layers above; <paramref name="innerNumber"/> names the next layer up, -1 when there is none.</summary>
    byte[] Wrap(byte[] inner, int innerNumber);
}
