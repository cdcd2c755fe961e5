using Tegument.Sensor.Capture.Filters;
using Tegument.Sensor.Native.Filters;

namespace Tegument.Sensor.Tests.Capture.Filters;

public sealed class BpfProgramTests
{
    private static readonly byte[] s_bytes = [0x45, 0xFF, 0x12, 0x34];

    [Theory]
    [InlineData(BpfCode.LoadWord, 0u, 0x45FF1234u)]
    [InlineData(BpfCode.LoadHalf, 2u, 0x1234u)]
    [InlineData(BpfCode.LoadByte, 1u, 0xFFu)]
    [InlineData(BpfCode.LoadConstant, 77u, 77u)]
    [InlineData(BpfCode.LoadLength, 0u, 99u)]
    public void A_load_brings_its_value(ushort code, uint operand, uint expected) => Result(Op(code, operand)).ShouldBe(expected);

    [Theory]
    [InlineData(BpfCode.LoadWord, 1u)]
    [InlineData(BpfCode.LoadHalf, 3u)]
    [InlineData(BpfCode.LoadByte, 4u)]
    [InlineData(BpfCode.LoadWord, 0x7FFF_FFFFu)]
    [InlineData(BpfCode.LoadXHeaderLength, 4u)]
    public void A_load_beyond_the_end_rejects_the_frame(ushort code, uint offset) => Run(Op(code, offset), Op(BpfCode.Return, 1)).ShouldBeFalse();

    [Fact]
    public void A_load_at_a_huge_X_rejects_the_frame_and_does_not_wrap()
    {
        Run(Op(BpfCode.LoadXConstant, uint.MaxValue), Op(BpfCode.LoadByteAtX, 1), Op(BpfCode.Return, 1)).ShouldBeFalse();
        Run(Op(BpfCode.LoadXConstant, 2), Op(BpfCode.LoadByteAtX, 1), Op(BpfCode.ReturnA)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(BpfCode.Add, 7u, 3u, 10u)]
    [InlineData(BpfCode.Subtract, 3u, 7u, 0xFFFF_FFFCu)]
    [InlineData(BpfCode.Multiply, 7u, 3u, 21u)]
    [InlineData(BpfCode.Divide, 7u, 3u, 2u)]
    [InlineData(BpfCode.Modulo, 7u, 3u, 1u)]
    [InlineData(BpfCode.Or, 4u, 3u, 7u)]
    [InlineData(BpfCode.And, 7u, 3u, 3u)]
    [InlineData(BpfCode.Xor, 7u, 3u, 4u)]
    [InlineData(BpfCode.ShiftLeft, 7u, 3u, 56u)]
    [InlineData(BpfCode.ShiftRight, 56u, 3u, 7u)]
    public void Arithmetic_works_with_a_constant_and_with_X(ushort code, uint a, uint operand, uint expected)
    {
        Result(Op(BpfCode.LoadConstant, a), Op(code, operand)).ShouldBe(expected);
        Result(Op(BpfCode.LoadXConstant, operand), Op(BpfCode.LoadConstant, a), Op((ushort)(code | BpfCode.WithX))).ShouldBe(expected);
    }

    [Fact]
    public void A_division_by_X_zero_rejects_the_frame_and_a_wide_shift_leaves_nothing()
    {
        Run(Op(BpfCode.LoadConstant, 7), Op(BpfCode.Divide | BpfCode.WithX), Op(BpfCode.Return, 1)).ShouldBeFalse();
        Run(Op(BpfCode.LoadConstant, 7), Op(BpfCode.Modulo | BpfCode.WithX), Op(BpfCode.Return, 1)).ShouldBeFalse();
        Result(Op(BpfCode.LoadXConstant, 32), Op(BpfCode.LoadConstant, 7), Op(BpfCode.ShiftLeft | BpfCode.WithX)).ShouldBe(0u);
        Result(Op(BpfCode.LoadConstant, 1), Op(BpfCode.Negate)).ShouldBe(uint.MaxValue);
    }

    [Fact]
    public void Memory_registers_and_header_lengths_keep_what_they_are_given()
    {
        Result(Op(BpfCode.LoadConstant, 5), Op(BpfCode.Store, 15), Op(BpfCode.LoadConstant, 0), Op(BpfCode.LoadMemory, 15)).ShouldBe(5u);
        Result(Op(BpfCode.LoadXHeaderLength, 0), Op(BpfCode.XToA)).ShouldBe(20u);
        Result(Op(BpfCode.LoadXLength), Op(BpfCode.StoreX, 0), Op(BpfCode.LoadXMemory, 0), Op(BpfCode.XToA), Op(BpfCode.AToX), Op(BpfCode.LoadMemory, 0)).ShouldBe(99u);
    }

    [Fact]
    public void What_would_leave_the_program_or_its_memory_is_refused_before_it_runs()
    {
        Refused(Op(BpfCode.Jump, 1), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.Jump, 0xFFFF_FFFF), Op(BpfCode.Return, 1));
        Refused(new FilterInstruction(BpfCode.JumpEqual, 1, 0, 0), Op(BpfCode.Return, 1));
        Refused(new FilterInstruction(BpfCode.JumpEqual, 0, 255, 0), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.LoadMemory, 16), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.StoreX, 16), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.Divide, 0), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.ShiftLeft, 32), Op(BpfCode.Return, 1));
        Refused(Op(0xFFFF), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.LoadWord, BpfCode.VlanTag), Op(BpfCode.Return, 1));
        Refused(Op(BpfCode.LoadConstant, 1));
        Refused();
        Refused([.. Enumerable.Repeat(Op(BpfCode.LoadConstant, 1), BpfCode.MaxInstructions), Op(BpfCode.Return)]);
    }

    [Fact]
    public void Random_programs_are_refused_or_end()
    {
        var random = new Random(1);
        ushort[] codes = [.. Enumerable.Range(0, 256).Select(c => (ushort)c)];
        var ran = 0;
        for (var i = 0; i < 200_000; i++)
        {
            FilterInstruction[] program =
            [
                .. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new FilterInstruction(codes[random.Next(256)], (byte)random.Next(4), (byte)random.Next(4), (uint)random.Next(8))),
                Op(BpfCode.ReturnA),
            ];
            try
            {
                new BpfProgram(program).Passes(s_bytes, 99);
                ran++;
            }
            catch (FilterException)
            {
                // Refused.
            }
        }

        ran.ShouldBeGreaterThan(1000);
    }

    private static FilterInstruction Op(int code, uint operand = 0) => new((ushort)code, 0, 0, operand);

    private static bool Run(params FilterInstruction[] program) => new BpfProgram(program).Passes(s_bytes, wireLength: 99);

    // Programs answer yes or no; the accumulator is asked for bit by bit.
    private static uint Result(params FilterInstruction[] program) =>
        (uint)Enumerable.Range(0, 32).Sum(bit => Run([.. program, Op(BpfCode.And, 1u << bit), Op(BpfCode.ReturnA)]) ? 1L << bit : 0L);

    private static void Refused(params FilterInstruction[] program) => Should.Throw<FilterException>(() => new BpfProgram(program));
}
