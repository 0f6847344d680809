using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary>The field names of a record, in their order. Interned: records with the same fields share it.</summary>
public sealed class RecordShape
{
    private readonly StringValue[] _names;

    internal RecordShape(StringValue[] sorted)
    {
        _names = sorted;
        Domain = ExplicitSet.FromSorted([.. sorted]);
        HasNames = Array.TrueForAll(sorted, static name => IsName(name.Text));
    }

    /// <summary>The names in order.</summary>
    public ReadOnlySpan<StringValue> Names => _names;

    /// <summary>The names as a set.</summary>
    public ExplicitSet Domain { get; }

    /// <summary>Whether each name can be written as a field.</summary>
    internal bool HasNames { get; }

    /// <summary>The shape with these names, in any order; <paramref name="places"/> says where each has gone.</summary>
    /// <exception cref="ValueException">A name occurs twice.</exception>
    public static RecordShape Of(ReadOnlySpan<StringValue> names, out int[] places)
    {
        places = new int[names.Length];
        var sorted = names.ToArray();
        Array.Sort(sorted, static (a, b) => a.CompareRank(b));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Same(sorted[i - 1]))
                throw new ValueException($"The field name {sorted[i].Text} occurs multiple times in a record");
        }

        var shape = Vocabulary.Current.Shape(sorted);
        for (var i = 0; i < names.Length; i++) places[i] = shape.IndexOf(names[i]);
        return shape;
    }

    /// <summary>The place of a name, from 0, or negative.</summary>
    public int IndexOf(StringValue name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (ReferenceEquals(_names[i], name)) return i;
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i].Same(name)) return i;
        }

        return -1;
    }

    /// <summary>The shape with these arguments as its names, if they are strings; sorted and distinct already.</summary>
    internal static bool TryOf(ReadOnlySpan<Value> arguments, [NotNullWhen(true)] out RecordShape? shape)
    {
        shape = null;
        var names = new StringValue[arguments.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (arguments[i] is not StringValue name) return false;
            names[i] = name;
        }

        shape = Vocabulary.Current.Shape(names);
        return true;
    }

    private static bool IsName(string text)
    {
        var hasLetter = false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
            hasLetter |= char.IsAsciiLetter(c);
        }

        return hasLetter && !text.StartsWith("WF_", StringComparison.Ordinal)
            && !text.StartsWith("SF_", StringComparison.Ordinal);
    }

    /// <summary>The names as a key of the vocabulary.</summary>
    internal readonly struct Key(StringValue[] names) : IEquatable<Key>
    {
        internal StringValue[] Names => names;

        public bool Equals(Key other) =>
            names.AsSpan().SequenceEqual(other.Names, ReferenceEqualityComparer.Instance);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var name in names) hash.Add(name.Rank);
            return hash.ToHashCode();
        }
    }
}
