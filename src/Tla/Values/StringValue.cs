namespace Verified.Tla.Values;

/// <summary>A string; one object for one text within a <see cref="Vocabulary"/>, ordered by first mention.</summary>
public sealed class StringValue : Value
{
    // The owner of the rank.
    private readonly Vocabulary _vocabulary;

    internal StringValue(Vocabulary vocabulary, string text, int rank)
    {
        _vocabulary = vocabulary;
        Text = text;
        Rank = rank;
    }

    /// <summary>The characters, escapes resolved.</summary>
    public string Text { get; }

    /// <summary>The place in the order of first mention.</summary>
    public int Rank { get; }

    /// <inheritdoc/>
    public override string Kind => "the string";

    /// <summary>The string of the current vocabulary.</summary>
    public static StringValue Of(string text) => Vocabulary.Current.String(text);

    /// <summary>Same text.</summary>
    public bool Same(StringValue other) => ReferenceEquals(this, other)
        || (!ReferenceEquals(_vocabulary, other._vocabulary)
            && string.Equals(Text, other.Text, StringComparison.Ordinal));

    /// <summary>The order of first mention.</summary>
    public int CompareRank(StringValue other) => ReferenceEquals(_vocabulary, other._vocabulary)
        ? Rank.CompareTo(other.Rank)
        : string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc/>
    public override bool EqualTo(Value other) => other switch
    {
        StringValue text => Same(text),
        ModelValue model => model.EqualToOther(this),
        _ => throw EqualityFault(other),
    };

    /// <inheritdoc/>
    public override int CompareTo(Value other) => other switch
    {
        StringValue text => CompareRank(text),
        ModelValue model => -model.CompareToOther(this),
        _ => throw OrderFault(other),
    };

    private protected override ulong ComputeFingerprint() => Mixing.Text(Mixing.Seed.String, Text);

    internal override void Print(ValuePrinter printer)
    {
        printer.Write("\"");
        foreach (var c in Text) printer.WriteEscaped(c);
        printer.Write("\"");
    }
}
