using System.Collections.Concurrent;

namespace Verified.Tla.Values;

/// <summary>The strings, model values and record shapes of one specification, in the order of their first mention.</summary>
/// <remarks>
/// TLC orders strings, field names and model values by first mention anywhere: identifiers of the specification and of
/// the standard modules count, see <see cref="Mention"/>. The order decides what <c>CHOOSE</c> takes, so each
/// specification in a process has a vocabulary of its own: <see cref="Begin"/> starts one for the current asynchronous
/// flow, and all static factories use it. Names of two vocabularies are equal when their
/// texts are; sets and functions of them also need the same order.
/// Safe for several threads; what is mentioned already is found without a lock.
/// </remarks>
public sealed class Vocabulary
{
    private static readonly AsyncLocal<Vocabulary?> s_current = new();
    private static readonly Vocabulary s_shared = new();

    private readonly ConcurrentDictionary<string, StringValue> _strings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ModelValue> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RecordShape.Key, RecordShape> _shapes = new();

    // Guards the ranks, so that they are dense and one text has one.
    private readonly Lock _gate = new();
    private int _nextRank;

    /// <summary>The vocabulary of the current flow; one shared by the process where none was begun.</summary>
    public static Vocabulary Current => s_current.Value ?? s_shared;

    /// <summary>Starts an empty vocabulary and makes it the current one of this flow and of what it starts.</summary>
    public static Vocabulary Begin()
    {
        var vocabulary = new Vocabulary();
        vocabulary.Enter();
        return vocabulary;
    }

    /// <summary>Makes this the current one of this flow and of what it starts.</summary>
    public void Enter() => s_current.Value = this;

    /// <summary>Gives <paramref name="text"/> its place in the order, if it has none yet.</summary>
    public void Mention(string text) => String(text);

    /// <summary>The string with this text.</summary>
    public StringValue String(string text)
    {
        if (_strings.TryGetValue(text, out var known)) return known;
        lock (_gate)
        {
            if (_strings.TryGetValue(text, out known)) return known;
            return _strings[text] = new StringValue(this, text, _nextRank++);
        }
    }

    /// <summary>The model value with this name.</summary>
    public ModelValue Model(string name)
    {
        if (_models.TryGetValue(name, out var known)) return known;
        return _models.GetOrAdd(name, static (n, self) => new ModelValue(self.String(n)), this);
    }

    /// <summary>The shape with these names, which are sorted already.</summary>
    internal RecordShape Shape(StringValue[] sorted) =>
        _shapes.GetOrAdd(new RecordShape.Key(sorted), static key => new RecordShape(key.Names));
}
