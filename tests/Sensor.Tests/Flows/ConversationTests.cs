using Tegument.Contracts.Addresses;
using Tegument.Sensor.Decode;
using Tegument.Sensor.Flows;
using Tegument.Sensor.Tests.Detect;

namespace Tegument.Sensor.Tests.Flows;

/// <summary>What a conversation remembers of itself: how much each side said, and who closed.</summary>
public sealed class ConversationTests
{
    private const string Client = "203.0.113.5";
    private const byte Fin = TcpFlags.Fin | TcpFlags.Ack;
    private readonly Stage _stage = new();

    [Fact]
    public void Payload_bytes_are_counted_for_each_side()
    {
        Begin().Talk(Client, 40_000, Stage.Server, 22).Talk(Client, 40_000, Stage.Server, 22);
        var flow = Flow();
        (flow.InitiatorBytes, flow.ResponderBytes).ShouldBe((200u, 800u));
    }

    [Fact]
    public void One_fin_leaves_it_open_and_the_second_closes_it()
    {
        Begin().Talk(Client, 40_000, Stage.Server, 22).Tcp(Stage.Server, 22, Client, 40_000, Fin, 5401, 1101);
        Flow().State.ShouldBe(FlowState.Established);
        _stage.Tcp(Client, 40_000, Stage.Server, 22, Fin, 1101, 5402);
        var flow = Flow();
        flow.State.ShouldBe(FlowState.Closed);
        flow.End.ShouldBe(FlowEnd.BothFins | FlowEnd.ResponderFirst);
    }

    [Fact]
    public void A_reset_names_who_sent_it()
    {
        Begin().Talk(Client, 40_000, Stage.Server, 22).Tcp(Client, 40_000, Stage.Server, 22, TcpFlags.Rst, 1101);
        var flow = Flow();
        flow.State.ShouldBe(FlowState.Closed);
        flow.End.ShouldBe(FlowEnd.InitiatorReset);
    }

    [Fact]
    public void The_same_ports_used_again_after_both_closed_are_a_new_conversation()
    {
        Begin().Talk(Client, 40_000, Stage.Server, 22).Tcp(Client, 40_000, Stage.Server, 22, Fin, 1101, 5401).Tcp(Stage.Server, 22, Client, 40_000, Fin, 5401, 1102);
        Begin();
        var flow = Flow();
        flow.State.ShouldBe(FlowState.Established);
        (flow.InitiatorBytes, flow.End).ShouldBe((0u, FlowEnd.Open));
    }

    private Stage Begin() => _stage.Wait(1).Handshake(Client, 40_000, Stage.Server, 22);

    private Flow Flow() => _stage.Core.Flows.Find(FlowKey.Of(IpKey.Parse(Client), 40_000, IpKey.Parse(Stage.Server), 22, IpProtocol.Tcp, out _));
}
