namespace Verified.Tla.Values;

/// <summary>A model value of a configuration. Untyped ones equal nothing but themselves and precede all other values;
/// typed ones (<c>A_foo</c> has type <c>A</c>) refuse comparison with anything of another type.</summary>
public sealed class ModelValue : Value
{
    private readonly StringValue _name;

    internal ModelValue(StringValue name)
    {
        _name = name;
        Type = name.Text.Length > 2 && name.Text[1] == '_' ? name.Text[0] : '\0';
    }

    /// <summary>As it is written.</summary>
    public string Name => _name.Text;

    /// <summary>The letter before the underscore, or NUL for an untyped one.</summary>
    public char Type { get; }

    /// <inheritdoc/>
    public override string Kind => Type == 0 ? "the model value" : "the typed model value";

    /// <summary>The model value of the current vocabulary.</summary>
    public static ModelValue Of(string name) => Vocabulary.Current.Model(name);

    /// <inheritdoc/>
    public override bool EqualTo(Value other)
    {
        if (other is not ModelValue model) return EqualToOther(other);
        if (Type != 0 && model.Type != 0 && Type != model.Type) throw EqualityFault(other);
        return _name.Same(model._name);
    }

    /// <inheritdoc/>
    public override int CompareTo(Value other)
    {
        if (other is not ModelValue model) return CompareToOther(other);
        if (Type != 0 && model.Type != 0 && Type != model.Type) throw OrderFault(other);
        return _name.CompareRank(model._name);
    }

    /// <summary>False for an untyped one.</summary>
    internal bool EqualToOther(Value other) => Type != 0 ? throw EqualityFault(other) : false;

    /// <summary>An untyped one precedes.</summary>
    internal int CompareToOther(Value other) => Type == 0 ? -1 : throw OrderFault(other);

    /// <summary>Whether it is an element of a set that holds no model values: false, for an untyped one.</summary>
    internal bool IsElementOf(SetValue set) => Type == 0
        ? false
        : throw new ValueException(
            $"Attempted to check if the typed model value {Brief} is an element of {set.Brief}");

    private protected override ulong ComputeFingerprint() => Mixing.Text(Mixing.Seed.Model, Name);

    internal override void Print(ValuePrinter printer) => printer.Write(Name);
}
