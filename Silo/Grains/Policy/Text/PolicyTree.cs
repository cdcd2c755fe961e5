using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tegument.Silo.Policy.Text;

/// <summary>
/// Reads YAML into nodes with their places. Takes the plain part of YAML alone: sections, lists and scalars, one document; anchors,
/// aliases and tags are refused. Bounded by <see cref="PolicyLimits"/>; never throws, whatever the text.
/// </summary>
internal sealed class PolicyTree
{
    private readonly PolicyFaults _faults;
    private readonly IParser _parser;
    private int _nodes;

    private PolicyTree(IParser parser, PolicyFaults faults)
    {
        _parser = parser;
        _faults = faults;
    }

    /// <summary>The root section, empty for an empty text; null when the text cannot be read, with the reason among the faults.</summary>
    public static PolicyNode? Read(string text, PolicyFaults faults)
    {
        if (text.Length > PolicyLimits.MaxLength)
        {
            faults.Add(1, 1, "", $"a policy file may have {PolicyLimits.MaxLength} characters (found {text.Length})");
            return null;
        }

        try
        {
            using var reader = new StringReader(text);
            return new PolicyTree(new Parser(new Scanner(reader, skipComments: true)), faults).Document();
        }
        catch (Unreadable e)
        {
            faults.Add(e.Line, e.Column, "", e.Message);
        }
        catch (YamlException e)
        {
            faults.Add(Place(e.Start.Line), Place(e.Start.Column), "", $"not YAML: {Clean(e.Message)}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library's own failings on hostile text: what it throws is not bounded by its documentation.
            faults.Add(1, 1, "", $"not YAML: {Clean(e.Message)}");
        }

        return null;
    }

    private PolicyNode Document()
    {
        var root = new PolicyNode(PolicyNodeKind.Section, 1, 1);
        var documents = 0;
        while (_parser.MoveNext() && _parser.Current is { } current)
        {
            switch (current)
            {
                case DocumentStart when ++documents > 1: throw new Unreadable(current, "one document is expected (found another)");
                case StreamStart or StreamEnd or DocumentStart or DocumentEnd: break;
                default: root = Node(current, 0); break;
            }
        }

        if (root.IsEmpty) return new PolicyNode(PolicyNodeKind.Section, 1, 1);
        if (root.Kind == PolicyNodeKind.Section) return root;
        throw new Unreadable(root.Line, root.Column, $"expected sections with settings ({root.Found})");
    }

    private PolicyNode Node(ParsingEvent start, int depth)
    {
        if (start is AnchorAlias) throw new Unreadable(start, "aliases are not taken: write the value out");
        if (start is not NodeEvent node) throw new Unreadable(start, "expected a value");
        if (!node.Anchor.IsEmpty) throw new Unreadable(start, "anchors are not taken: write the value out where it is needed");
        if (!node.Tag.IsEmpty) throw new Unreadable(start, "tags are not taken: a setting knows its own kind");
        if (++_nodes > PolicyLimits.MaxNodes) throw new Unreadable(start, $"more than {PolicyLimits.MaxNodes} values");
        if (depth > PolicyLimits.MaxDepth) throw new Unreadable(start, $"nested more than {PolicyLimits.MaxDepth} deep");
        var (line, column) = (Place(start.Start.Line), Place(start.Start.Column));
        switch (start)
        {
            case Scalar scalar: return new PolicyNode(PolicyNodeKind.Scalar, line, column) { Text = scalar.Value, IsPlain = scalar.Style == ScalarStyle.Plain };
            case SequenceStart: return List(new PolicyNode(PolicyNodeKind.List, line, column), depth);
            default: return Section(new PolicyNode(PolicyNodeKind.Section, line, column), depth);
        }
    }

    private PolicyNode List(PolicyNode list, int depth)
    {
        for (var next = Next(); next is not SequenceEnd; next = Next()) list.Items.Add(Node(next, depth + 1));
        return list;
    }

    private PolicyNode Section(PolicyNode section, int depth)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            var key = Node(next, depth + 1);
            if (key.Kind != PolicyNodeKind.Scalar) throw new Unreadable(key.Line, key.Column, "a key must be a word");
            var value = Node(Next(), depth + 1);
            if (places.TryAdd(key.Text, key.Line)) section.Entries.Add(new PolicyEntry(key.Text, key.Line, key.Column, value));
            else _faults.Add(key, "", $"{PolicyFaults.Shown(key.Text)} stands here a second time (first on line {places[key.Text]})");
        }

        return section;
    }

    private ParsingEvent Next() => _parser.MoveNext() && _parser.Current is { } current ? current : throw new Unreadable(1, 1, "the file ends in the middle of a value");

    private static int Place(long place) => (int)Math.Clamp(place, 1, int.MaxValue);

    private static string Clean(string message) => string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));

    private sealed class Unreadable(int line, int column, string message) : Exception(message)
    {
        public Unreadable(ParsingEvent at, string message)
            : this(Place(at.Start.Line), Place(at.Start.Column), message)
        {
        }

        public int Line => line;

        public int Column => column;
    }
}
