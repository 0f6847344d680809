using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Where a part of a state lies among its words, and what it looks like.</summary>
internal abstract class Place(string path, int offset, int width)
{
    /// <summary>What part it is: <c>network[1][2]</c>. Names the part across layouts.</summary>
    public string Path { get; } = path;

    /// <summary>The first of its words.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many words it has.</summary>
    public int Width { get; } = width;

    /// <summary>Writes a canonical value as words.</summary>
    /// <exception cref="MisfitException">The value has another shape than the layout was made for.</exception>
    public abstract void Encode(Value value, Span<int> words);

    /// <summary>The value that the words stand for.</summary>
    public abstract Value Decode(ReadOnlySpan<int> words);

    /// <summary>Any value, as its number.</summary>
    internal sealed class Atom(string path, int offset, ValueTable values) : Place(path, offset, 1)
    {
        public override void Encode(Value value, Span<int> words) => words[Offset] = values.NumberOf(value);

        public override Value Decode(ReadOnlySpan<int> words) => values[words[Offset]];
    }

    /// <summary>A set, as a bit for each element that it may have.</summary>
    internal sealed class Members(string path, int offset, int width)
        : Place(path, offset, width)
    {
        private readonly RecentValues _recent = new();

        public Universe Universe { get; } = new(width * 32);

        public override void Encode(Value value, Span<int> words)
        {
            words.Slice(Offset, Width).Clear();
            if (value is not ExplicitSet set) throw new MisfitException(this);
            foreach (var element in set.Elements)
            {
                var bit = Universe.Add(element);
                if (bit < 0) throw new MisfitException(this);
                words[Offset + (bit >> 5)] |= 1 << (bit & 31);
            }
        }

        public override Value Decode(ReadOnlySpan<int> words)
        {
            var own = words.Slice(Offset, Width);
            return _recent.Find(own) ?? _recent.Add(own, ExplicitSet.FromSorted(Universe.Elements(own)).Canonical());
        }
    }

    /// <summary>A function whose domain never changes, as its results.</summary>
    internal sealed class Fields(string path, int offset, int width, FunctionForm form, Value[] arguments, Place[] items)
        : Place(path, offset, width)
    {
        private readonly RecentValues _recent = new();

        public FunctionForm Form { get; } = form;

        public Place[] Items { get; } = items;

        public override void Encode(Value value, Span<int> words)
        {
            if (value is not FunctionLike function || function.Count != Items.Length || !HasDomain(function))
                throw new MisfitException(this);
            for (var i = 0; i < Items.Length; i++) Items[i].Encode(function.ResultAt(i), words);
        }

        public override Value Decode(ReadOnlySpan<int> words)
        {
            var own = words.Slice(Offset, Width);
            return _recent.Find(own) ?? _recent.Add(own, ValueOf(words));
        }

        private Value ValueOf(ReadOnlySpan<int> words)
        {
            var results = new Value[Items.Length];
            Span<Value> into = results;
            for (var i = 0; i < into.Length; i++) into[i] = Items[i].Decode(words);
            return Form.Make(results).Canonical();
        }

        /// <summary>The place of the function's result; null outside of the domain.</summary>
        public Place? Of(Value argument)
        {
            for (var i = 0; i < arguments.Length; i++)
                if (ReferenceEquals(arguments[i], argument))
                    return Items[i];
            for (var i = 0; i < arguments.Length; i++)
                if (arguments[i].Equals(argument))
                    return Items[i];
            return null;
        }

        public Value ArgumentAt(int index) => arguments[index];

        /// <summary>Whether it holds tuples of a length.</summary>
        public bool IsTupleOf(int length) => length == Items.Length && Form.IsTuple;

        /// <summary>Whether a set is the domain.</summary>
        public bool IsDomain(SetValue set) => Form.Domain.Equals(set);

        private bool HasDomain(FunctionLike function)
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                var argument = function.ArgumentAt(i);
                if (!ReferenceEquals(argument, arguments[i]) && !argument.Equals(arguments[i])) return false;
            }

            return true;
        }
    }
}

/// <summary>A value does not fit where the layout has a place for it: the layout must be made anew.</summary>
public sealed class MisfitException : Exception
{
    internal MisfitException(Place place) => Path = place.Path;

    /// <summary>The path of the place.</summary>
    public string Path { get; }
}
