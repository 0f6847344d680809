using System.Text;

namespace Verified.Tla.Values;

/// <summary>Collects the text of a value up to a length.</summary>
internal sealed class ValuePrinter
{
    private readonly StringBuilder _text = new();
    private readonly int _limit;

    private ValuePrinter(int limit) => _limit = limit;

    /// <summary>Whether the rest would be cut; composite values stop early.</summary>
    internal bool IsFull => _text.Length > _limit;

    internal static string Print(Value value, int limit)
    {
        var printer = new ValuePrinter(limit);
        value.Print(printer);
        if (!printer.IsFull) return printer._text.ToString();
        printer._text.Length = limit;
        return printer._text.Append('…').ToString();
    }

    internal void Write(string text)
    {
        if (!IsFull) _text.Append(text);
    }

    internal void WriteEscaped(char c)
    {
        if (IsFull) return;
        switch (c)
        {
            case '"': _text.Append("\\\""); break;
            case '\\': _text.Append("\\\\"); break;
            case '\t': _text.Append("\\t"); break;
            case '\n': _text.Append("\\n"); break;
            case '\f': _text.Append("\\f"); break;
            case '\r': _text.Append("\\r"); break;
            default: _text.Append(c); break;
        }
    }

    /// <summary>The values, separated by commas.</summary>
    internal void WriteList(ReadOnlySpan<Value> values)
    {
        for (var i = 0; i < values.Length && !IsFull; i++)
        {
            if (i > 0) Write(", ");
            values[i].Print(this);
        }
    }

    /// <summary>Spells out a lazy set when it is small enough; false when its definition has to stand for it.</summary>
    internal bool TryExpand(SetValue set)
    {
        try
        {
            // A message must not cost an enumeration of unknown size.
            if (set.CountsWithoutEnumerating ? set.Cardinality >= set.ExpansionBound : _limit != int.MaxValue)
                return false;
            set.ToExplicit().Print(this);
            return true;
        }
        catch (ValueException)
        {
            return false;
        }
    }
}
