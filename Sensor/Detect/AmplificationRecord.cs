using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Detect;

/// <summary>
/// What one address asks of one of our services, and what it gets: counts of the present stretch of time. A slot of
/// <see cref="AmplificationAbuse"/>. Times are nanoseconds of the sensor's clock.
/// </summary>
internal struct AmplificationRecord
{
    /// <summary>Who bears the answers: the sender of the questions, or whom they are forged to come from.</summary>
    public IpKey Victim;
    public IpKey Server;
    public ushort Port;

    /// <summary>The transport, so that TCP's and UDP's ports of one number are two services.</summary>
    public byte Protocol;
    /// <summary>Made when it is told first.</summary>
    public string? Technique;
    public long WindowStart;
    public long LastSeen;
    public long Questions;
    public long QuestionBytes;
    public long Answers;
    public long AnswerBytes;

    /// <summary>The question asked most, and by how much it outnumbers the others (the majority vote of Boyer and Moore).</summary>
    public ulong Common;
    public long Votes;

    /// <summary>Questions that were <see cref="Common"/> when they came: at most the true number.</summary>
    public long Same;

    public readonly bool Is(IpKey victim, IpKey server, ushort port, byte protocol) =>
        Protocol == protocol && Port == port && Victim == victim && Server == server;

    public void Turn(long now) =>
        (WindowStart, Questions, QuestionBytes, Answers, AnswerBytes, Common, Votes, Same) = (now, 0, 0, 0, 0, 0, 0, 0);

    public void Ask(ulong question, int bytes)
    {
        Questions++;
        QuestionBytes += bytes;
        if (Votes == 0) Common = question;
        Votes += question == Common ? 1 : -1;
        if (question == Common) Same++;
    }
}
