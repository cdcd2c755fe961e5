namespace Tegument.Sensor.Decode.Fragments;

/// <summary>Slots in the order in which they were added, linked through their own fields: add at the end, take out anywhere, both at once.</summary>
internal struct DatagramList
{
    public int Head;
    public int Tail;

    public static readonly DatagramList Empty = new() { Head = -1, Tail = -1 };

    public void Add(Datagram[] slots, int index)
    {
        (slots[index].AgeNext, slots[index].AgePrevious) = (-1, Tail);
        if (Tail >= 0) slots[Tail].AgeNext = index;
        else Head = index;
        Tail = index;
    }

    public void Remove(Datagram[] slots, int index)
    {
        var (next, previous) = (slots[index].AgeNext, slots[index].AgePrevious);
        if (previous >= 0) slots[previous].AgeNext = next;
        else Head = next;
        if (next >= 0) slots[next].AgePrevious = previous;
        else Tail = previous;
    }
}
