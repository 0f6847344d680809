namespace Verified.Tla.Values;

/// <summary>A permutation of model values, carried through values of any shape.</summary>
public sealed class Permutation
{
    private readonly Dictionary<Value, Value> _images;

    private Permutation(Dictionary<Value, Value> images) => _images = images;

    /// <summary>The permutation that a function describes; what it does not mention stays as it is.</summary>
    /// <exception cref="ValueException">The function does not permute model values.</exception>
    public static Permutation Of(Value function)
    {
        if (function is not FunctionLike mapping)
            throw new ValueException($"a permutation of model values was expected, not {function.Brief}");
        mapping = mapping.ToExplicit();
        var images = new Dictionary<Value, Value>();
        for (var i = 0; i < mapping.Count; i++)
            images[mapping.ArgumentAt(i)] = mapping.ResultAt(i);
        foreach (var (from, to) in images)
            if (from is not ModelValue || to is not ModelValue || !images.ContainsKey(to))
                throw new ValueException($"{function.Brief} does not permute model values");
        return images.Values.Distinct().Count() == images.Count
            ? new Permutation(images)
            : throw new ValueException($"{function.Brief} maps two model values to one");
    }

    /// <summary>Every composition of these permutations, but for the one that changes nothing.</summary>
    /// <exception cref="ValueException">There are more than <paramref name="most"/>.</exception>
    public static IReadOnlyList<Permutation> Group(IReadOnlyList<Permutation> generators, int most)
    {
        var moved = generators.SelectMany(g => g._images.Keys).Distinct().ToArray();
        var known = new HashSet<Value>();
        var group = new List<Permutation>();
        var identity = new Permutation(moved.ToDictionary(v => v, v => v));
        known.Add(identity.Key(moved));
        var pending = new Queue<Permutation>([identity]);
        while (pending.TryDequeue(out var next))
            foreach (var generator in generators)
            {
                var composed = new Permutation(moved.ToDictionary(v => v, v => generator.Image(next.Image(v))));
                if (!known.Add(composed.Key(moved))) continue;
                if (group.Count == most) throw new ValueException($"the symmetry has more than {most} permutations");
                group.Add(composed);
                pending.Enqueue(composed);
            }

        return group;
    }

    /// <summary>The value with every model value replaced by its image.</summary>
    /// <param name="value">A value without laziness (<see cref="Value.Canonical"/>).</param>
    public Value Apply(Value value)
    {
        StackGuard.Require();
        switch (value)
        {
            case ModelValue model:
                return Image(model);
            case SetValue set:
                return ExplicitSet.Adopt(All(set.ToExplicit().Elements));
            case TupleValue tuple:
                return TupleValue.Adopt(All(tuple.Items));
            case RecordValue record:
                return new RecordValue(record.Shape, All(record.Values));
            case FunctionLike function:
                var results = new Dictionary<Value, Value>();
                for (var i = 0; i < function.Count; i++)
                    results[Apply(function.ArgumentAt(i))] = Apply(function.ResultAt(i));
                return FunctionLike.Construct(ExplicitSet.Adopt([.. results.Keys]), argument => results[argument]);
            default:
                return value;
        }
    }

    /// <summary>The fingerprint of what an atom becomes: a value that has no parts.</summary>
    internal ulong FingerprintOf(Value atom) => Image(atom).Fingerprint;

    private Value Image(Value model) => _images.GetValueOrDefault(model, model);

    private Value Key(Value[] moved) => TupleValue.Adopt([.. moved.Select(Image)]);

    private Value[] All(ReadOnlySpan<Value> values)
    {
        var images = new Value[values.Length];
        for (var i = 0; i < images.Length; i++) images[i] = Apply(values[i]);
        return images;
    }
}
