namespace Tegument.Sensor.Tests;

public sealed class SteadyClockTests
{
    private const long Second = 1_000_000_000;
    private const long Begin = 1_700_000_000 * Second;
    private long _steady = 5 * Second;

    [Fact]
    public void Times_pass_as_they_are_while_nobody_sets_the_clock()
    {
        var clock = new SteadyClock(() => _steady);
        for (var i = 0; i < 100; i++)
        {
            clock.Of(Begin + (i * Second)).ShouldBe(Begin + (i * Second));
            _steady += Second;
        }

        clock.Steps.ShouldBe(0);
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(86_400)]
    public void A_set_clock_is_shifted_so_that_time_goes_on(long step)
    {
        var clock = new SteadyClock(() => _steady);
        clock.Of(Begin);
        _steady += Second;
        var before = clock.Of(Begin + Second);
        _steady += Second;
        clock.Of(Begin + ((2 + step) * Second)).ShouldBe(before + Second);
        _steady += Second;
        clock.Of(Begin + ((3 + step) * Second)).ShouldBe(before + (2 * Second));
        clock.Steps.ShouldBe(1);
    }

    [Fact]
    public void A_packet_that_waited_in_its_block_is_no_step()
    {
        var clock = new SteadyClock(() => _steady);
        clock.Of(Begin);
        _steady += 10 * Second;
        clock.Of(Begin + (10 * Second));
        clock.Of(Begin + (10 * Second) - (Second / 5)).ShouldBe(Begin + (10 * Second) - (Second / 5));
        clock.Steps.ShouldBe(0);
    }
}
