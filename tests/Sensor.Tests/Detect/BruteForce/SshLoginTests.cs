using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

/// <summary>The lengths are OpenSSH 9.2's under chacha20-poly1305, as measured.</summary>
public sealed class SshLoginTests
{
    private const int Accept = 44;
    private const int Success = Accept - 16;
    private const int Refusal = 76;
    private const int None = 68;
    private const int Password = 84;
    private const int KeyOffer = 140;
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(22)]
    [InlineData(40_022)]
    public void Each_refused_password_of_a_connection_without_success_is_a_failed_try(int port)
    {
        for (var i = 0; i < 3; i++)
        {
            var dialogue = Greet(port);
            for (var password = 0; password < 5; password++) dialogue.Client(Password).Server(Refusal);
            dialogue.Close();
        }

        var evidence = _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Ssh).ShouldNotBeNull();
        (evidence.Count, evidence.Verified).ShouldBe((15L, true));
    }

    [Fact]
    public void A_client_that_is_reset_after_its_try_has_failed_too()
    {
        for (var i = 0; i < 6; i++) Greet().Client(Password).Server(Refusal).Reset(byClient: i % 2 == 0);
        Count().ShouldBe(6);
    }

    [Fact]
    public void A_client_that_asks_for_no_list_of_methods_fails_once_a_connection()
    {
        for (var i = 0; i < 7; i++) Exchange(22).Client(Password).Server(Refusal).Close();
        Count().ShouldBe(7);
    }

    [Fact]
    public void A_deploy_script_with_fifty_short_sessions_is_clean()
    {
        for (var i = 0; i < 50; i++) Session(Greet().Client(KeyOffer).Server(100).Client(308)).Close().Wait(1);
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Keys_offered_in_vain_before_the_right_one_are_no_failure()
    {
        for (var i = 0; i < 20; i++) Session(Greet().Client(KeyOffer).Server(Refusal).Client(628).Server(Refusal).Client(204).Server(Refusal).Client(KeyOffer).Server(100).Client(308)).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void Passwords_mistyped_before_the_right_one_are_no_failure()
    {
        for (var i = 0; i < 20; i++) Session(Greet().Client(Password).Server(Refusal).Client(Password).Server(Refusal).Client(Password)).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void A_bunch_of_wrong_keys_is_one_failure()
    {
        Greet().Client(KeyOffer).Server(Refusal).Client(628).Server(Refusal).Client(204).Server(Refusal).Close();
        Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 1)]
    public void A_password_padded_to_a_key_offers_length_is_told_by_the_time_that_typing_takes(int pause, int expected)
    {
        var dialogue = Exchange(22, accept: 56).Client(72).Server(56).Client(376).Server(56);
        for (var i = 0; i < 3; i++) dialogue.Wait(pause).Client(152).Server(56);
        dialogue.Close();
        Count().ShouldBe(expected);
    }

    [Fact]
    public void A_prompt_as_long_as_a_refusal_does_not_double_the_tries()
    {
        // aes128-gcm with "publickey,keyboard-interactive": prompt and refusal are 68 bytes each.
        var dialogue = Exchange(22, accept: 52).Client(68).Server(68);
        for (var i = 0; i < 3; i++) dialogue.Client(100).Server(68).Client(84).Server(68);
        dialogue.Close();
        Count().ShouldBe(3);
    }

    [Fact]
    public void A_banner_before_the_first_refusal_hides_nothing()
    {
        var dialogue = Exchange(22).Client(None).Server(1376);
        for (var i = 0; i < 5; i++) dialogue.Client(Password).Server(Refusal);
        dialogue.Close();
        Count().ShouldBe(5);
    }

    [Fact]
    public void Packets_cut_by_tiny_segments_are_understood()
    {
        var dialogue = new Dialogue(_stage, 22);
        var hello = "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray().Concat(Packet(20, 1000)).Concat(Packet(31, 400)).Concat(Packet(21, 10)).ToArray();
        dialogue.Client("SSH-2.0-x\r\n");
        for (var at = 0; at < hello.Length; at += 37) dialogue.Server(hello[at..Math.Min(hello.Length, at + 37)]);
        dialogue.Client(16).Client(44).Server(37).Server(Accept - 37).Client(None).Server(37).Server(Refusal - 37);
        for (var i = 0; i < 4; i++) dialogue.Client(Password).Server(37).Server(Refusal - 37);
        dialogue.Close();
        Count().ShouldBe(4);
    }

    [Fact]
    public void Key_scans_banner_grabs_and_port_checks_are_no_logins()
    {
        for (var i = 0; i < 30; i++)
        {
            Exchange(22, asked: false).Close();
            new Dialogue(_stage, 22).Server("SSH-2.0-OpenSSH_9.2\r\n").Close();
            new Dialogue(_stage, 22).Wait(2).Close();
        }

        _stage.Evidence.Where(e => e.Kind == EvidenceKind.BruteForce).ShouldBeEmpty();
    }

    [Fact]
    public void A_session_without_an_end_is_not_judged_before_its_end()
    {
        Greet().Client(Password).Server(Refusal).Wait(30);
        Count().ShouldBe(0);
    }

    private Dialogue Greet(int port = 22) => Exchange(port).Client(None).Server(Refusal);

    private Dialogue Exchange(int port, int accept = Accept, bool asked = true)
    {
        var dialogue = new Dialogue(_stage, port)
            .Client("SSH-2.0-OpenSSH_9.2\r\n").Server("SSH-2.0-OpenSSH_9.2\r\n").Client(1448).Client(112)
            .Server(Packet(20, 1100)).Client(1208).Server([.. Packet(31, 1400), .. Packet(21, 10), .. new byte[100]]);
        return asked ? dialogue.Client(16).Client(accept).Server(accept) : dialogue;
    }

    private static Dialogue Session(Dialogue dialogue) =>
        dialogue.Server(Success).Client(112).Server(524).Server(44).Client(112).Server(72).Client(36).Server(176).Client(36).Client(60);

    private static byte[] Packet(byte message, int length)
    {
        var packet = new byte[length + 6];
        (packet[2], packet[3], packet[4], packet[5]) = ((byte)((length + 2) >> 8), (byte)(length + 2), 4, message);
        return packet;
    }

    private long Count() => _stage.Of(Attacker, EvidenceKind.BruteForce, Techniques.Ssh)?.Count ?? 0;
}
