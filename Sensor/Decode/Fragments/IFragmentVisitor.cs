namespace Tegument.Sensor.Decode.Fragments;

/// <summary>Is told of datagrams that were given up: what is there of them is judged as it stands.</summary>
public interface IFragmentVisitor
{
    /// <param name="packet">Borrowed: its bytes are valid until this returns. It decoded without a fault.</param>
    void GivenUp(ref readonly PacketView packet);
}
