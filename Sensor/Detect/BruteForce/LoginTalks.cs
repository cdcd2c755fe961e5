using System.Runtime.CompilerServices;

namespace Tegument.Sensor.Detect.BruteForce;

/// <summary>
/// The conversations with login services whose outcome is still open. Bounded: when full, one that was silent for a minute gives way to the
/// newcomer, which is otherwise refused and counted. One thread; no allocation after construction.
/// </summary>
/// <param name="capacity">Conversations at once; 1 to 65,535.</param>
public sealed class LoginTalks(int capacity)
{
    private const long Idle = 60_000_000_000;
    private const int Steps = 16;
    private readonly LoginTalk[] _talks = new LoginTalk[capacity];
    private int _free = -1;
    private int _fresh;
    private int _hand;

    /// <summary>Conversations that found no room, or lost theirs to another.</summary>
    public long Refused { get; private set; }

    public int Count { get; private set; }

    /// <summary>Begins a talk and gives its number; 0 when there is no room.</summary>
    public int Begin(LoginService service, long now)
    {
        if (_free < 0 && _fresh == _talks.Length && !GiveUpOne(now))
        {
            Refused++;
            return 0;
        }

        var index = _free >= 0 ? _free : _fresh++;
        ref var talk = ref _talks[index];
        if (index == _free) _free = talk.FreeNext;
        talk = new LoginTalk { Service = service, Last = now, InUse = true, Generation = (ushort)(talk.Generation + 1) };
        Count++;
        return (talk.Generation << 16) | (index + 1);
    }

    /// <summary>The talk of this number, or a null reference when it was given up meanwhile.</summary>
    public ref LoginTalk Find(int number)
    {
        var index = (number & 0xFFFF) - 1;
        if (index < 0 || index >= _fresh) return ref Unsafe.NullRef<LoginTalk>();
        ref var talk = ref _talks[index];
        if (talk.InUse && talk.Generation == (ushort)(number >> 16)) return ref talk;
        return ref Unsafe.NullRef<LoginTalk>();
    }

    /// <summary>Gives the slot back; a number that is no longer known is ignored.</summary>
    public void End(int number)
    {
        if (!Unsafe.IsNullRef(ref Find(number))) Release((number & 0xFFFF) - 1);
    }

    private bool GiveUpOne(long now)
    {
        for (var step = 0; step < Steps; step++)
        {
            _hand = _hand + 1 < _talks.Length ? _hand + 1 : 0;
            if (now - _talks[_hand].Last < Idle) continue;
            Refused++;
            Release(_hand);
            return true;
        }

        return false;
    }

    private void Release(int index)
    {
        ref var talk = ref _talks[index];
        talk = new LoginTalk { Generation = talk.Generation, FreeNext = _free };
        _free = index;
        Count--;
    }
}
