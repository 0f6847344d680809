namespace Verified.Tla.Values;

/// <summary>The operators of the module Sequences. As in TLC, <c>Len</c>, <c>Tail</c>, <c>\o</c> and <c>SubSeq</c> accept
/// strings as well.</summary>
public static class SequenceOps
{
    /// <summary>The value as a sequence, or null: any function on <c>1..n</c> is one.</summary>
    public static TupleValue? AsSequence(Value value) => value switch
    {
        TupleValue tuple => tuple,
        LazyFunction lazy => lazy.ToExplicit() as TupleValue,
        _ => null,
    };

    /// <summary><c>Len(sequence)</c>.</summary>
    public static IntValue Len(Value sequence) => IntValue.Of(sequence is StringValue text
        ? text.Text.Length
        : Sequence("Len", sequence).Items.Length);

    /// <summary><c>Head(sequence)</c>.</summary>
    public static Value Head(Value sequence)
    {
        var items = Sequence("Head", sequence).Items;
        return items.Length > 0 ? items[0] : throw EmptyFault("Head");
    }

    /// <summary><c>Tail(sequence)</c>.</summary>
    public static Value Tail(Value sequence)
    {
        if (sequence is StringValue text)
            return text.Text.Length > 0 ? StringValue.Of(text.Text[1..]) : throw EmptyFault("Tail");
        var items = Sequence("Tail", sequence).Items;
        return items.Length > 0 ? TupleValue.Of(items[1..]) : throw EmptyFault("Tail");
    }

    /// <summary><c>Append(sequence, item)</c>.</summary>
    public static Value Append(Value sequence, Value item)
    {
        var items = Sequence("Append", sequence).Items;
        var longer = new Value[items.Length + 1];
        items.CopyTo(longer);
        longer[^1] = item;
        return TupleValue.Adopt(longer);
    }

    /// <summary><c>left \o right</c>.</summary>
    public static Value Concat(Value left, Value right)
    {
        if (left is StringValue text)
        {
            return right is StringValue more
                ? StringValue.Of(text.Text + more.Text)
                : throw new ValueException($"Attempted to append {right.Kind} {right.Brief} to the string {left.Brief}");
        }

        TupleValue first = Sequence("\\o", left), second = Sequence("\\o", right);
        if (first.Count == 0) return second;
        if (second.Count == 0) return first;
        var items = new Value[first.Items.Length + second.Items.Length];
        first.Items.CopyTo(items);
        second.Items.CopyTo(items.AsSpan(first.Items.Length));
        return TupleValue.Adopt(items);
    }

    /// <summary><c>SubSeq(sequence, from, to)</c>; empty when <c>from &gt; to</c>.</summary>
    /// <exception cref="ValueException">A nonempty part is not within the sequence.</exception>
    public static Value SubSeq(Value sequence, Value from, Value to)
    {
        var text = (sequence as StringValue)?.Text;
        var tuple = text is null ? Sequence("SubSeq", sequence) : null;
        IntValue first = Bound("second", from), last = Bound("third", to);
        if (IntValue.Compare(first, last) > 0) return text is null ? TupleValue.Empty : StringValue.Of("");
        var length = text?.Length ?? tuple!.Items.Length;
        var start = Within("second", first, length, sequence) - 1;
        var end = Within("third", last, length, sequence);
        return text is null ? TupleValue.Of(tuple!.Items[start..end]) : StringValue.Of(text[start..end]);
    }

    private static TupleValue Sequence(string operation, Value value) => AsSequence(value)
        ?? throw new ValueException(
            $"The argument of {operation} should be a sequence, but is {value.Kind} {value.Brief}");

    private static IntValue Bound(string place, Value value) => value as IntValue
        ?? throw new ValueException(
            $"The {place} argument of SubSeq should be a natural number, but is {value.Kind} {value.Brief}");

    private static int Within(string place, IntValue bound, int length, Value sequence) =>
        bound.TryGetInt32(out var value) && value >= 1 && value <= length
            ? value
            : throw new ValueException(
                $"The {place} argument of SubSeq, {bound.Brief}, is not in the domain of {sequence.Brief}");

    private static ValueException EmptyFault(string operation) =>
        new($"Attempted to apply {operation} to the empty sequence");
}
