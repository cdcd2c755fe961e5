using System.Text;

namespace Tegument.Sensor.Commands;

/// <summary>Passes lines on without the blanks at their end, with which tables fill their last column. Not for several threads.</summary>
public sealed class TrimmingWriter(TextWriter inner) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _blanks++;
            return;
        }

        if (value != '\n') inner.Write(new string(' ', _blanks));
        _blanks = 0;
        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
