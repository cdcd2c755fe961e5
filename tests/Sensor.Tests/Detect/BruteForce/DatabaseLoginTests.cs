using System.Text;
using Tegument.Contracts.Evidence;
using static Tegument.Sensor.Tests.Detect.Stage;

namespace Tegument.Sensor.Tests.Detect.BruteForce;

public sealed class DatabaseLoginTests
{
    private readonly Stage _stage = new();

    [Theory]
    [InlineData(1045, 7)]
    [InlineData(1698, 7)]
    [InlineData(1049, 0)]
    public void MySql_says_access_denied_in_an_error_packet(int code, int expected)
    {
        for (var i = 0; i < 7; i++)
            new Dialogue(_stage, 3306).Server(MySqlPacket(0, 10, "10.11.0-x\0")).Client(MySqlPacket(1, 0x85, "me")).Server(MySqlPacket(2, 0xFF, [(byte)code, (byte)(code >> 8), .. "#28000 no"u8])).Close();
        Count(Techniques.MySql).ShouldBe(expected);
    }

    [Fact]
    public void A_MySql_session_that_was_let_in_may_meet_errors()
    {
        for (var i = 0; i < 30; i++)
            new Dialogue(_stage, 3306).Server(MySqlPacket(0, 10, "x\0")).Client(MySqlPacket(1, 0x85, "me")).Server(MySqlPacket(2, 0, "ok"))
                .Client(MySqlPacket(0, 3, "select")).Server(MySqlPacket(1, 0xFF, [0x15, 0x04, .. "no"u8])).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    [Fact]
    public void MySql_asks_for_another_method_before_it_refuses()
    {
        for (var i = 0; i < 7; i++)
            new Dialogue(_stage, 3306).Server(MySqlPacket(0, 10, "x\0")).Client(MySqlPacket(1, 0x85, "me")).Server(MySqlPacket(2, 0xFE, "mysql_native_password\0"))
                .Client(MySqlPacket(3, 1, "x")).Server(MySqlPacket(4, 0xFF, [0x15, 0x04, .. "no"u8])).Close();
        Count(Techniques.MySql).ShouldBe(7);
    }

    [Theory]
    [InlineData("28P01", 7)]
    [InlineData("28000", 0)]
    [InlineData("53300", 0)]
    public void Postgres_says_invalid_password_by_its_error_class(string code, int expected)
    {
        for (var i = 0; i < 7; i++)
            new Dialogue(_stage, 5432).Client(40).Server(PostgresMessage('R', 10, "SCRAM-SHA-256\0\0")).Client(60).Server(PostgresMessage('R', 11, "r=1,s=2"))
                .Client(90).Server(Error(code)).Close();
        Count(Techniques.Postgres).ShouldBe(expected);
    }

    [Fact]
    public void A_Postgres_session_that_was_let_in_may_meet_errors()
    {
        for (var i = 0; i < 30; i++)
            new Dialogue(_stage, 5432).Client(40).Server(PostgresMessage('R', 5, "salt")).Client(60)
                .Server([.. PostgresMessage('R', 12, "v=1"), .. PostgresMessage('R', 0, ""), .. PostgresMessage('S', 1, "x")]).Client(60).Server(Error("28P01")).Close();
        _stage.Evidence.ShouldBeEmpty();
    }

    private static byte[] MySqlPacket(byte sequence, byte type, string rest) => MySqlPacket(sequence, type, Encoding.ASCII.GetBytes(rest));

    private static byte[] MySqlPacket(byte sequence, byte type, byte[] rest) => [(byte)(rest.Length + 1), 0, 0, sequence, type, .. rest];

    private static byte[] PostgresMessage(char type, byte number, string rest) => [(byte)type, 0, 0, 0, (byte)(8 + rest.Length), 0, 0, 0, number, .. Encoding.ASCII.GetBytes(rest)];

    private static byte[] Error(string code)
    {
        var fields = Encoding.ASCII.GetBytes($"SFATAL\0VFATAL\0C{code}\0Mno\0\0");
        return [(byte)'E', 0, 0, 0, (byte)(4 + fields.Length), .. fields];
    }

    private long Count(string technique) => _stage.Of(Attacker, EvidenceKind.BruteForce, technique)?.Count ?? 0;
}
