namespace Verified.Tla.Packing;

/// <summary>The words of a state that an evaluation has read, in order, each once.</summary>
/// <remarks>Evaluation is deterministic, so what was read so far decides what is read next: the scopes of many states
/// make a tree.</remarks>
internal sealed class ReadScope(int width, int definitions)
{
    private readonly int[] _seen = new int[width + (2 * definitions)];
    private int _epoch;

    /// <summary>The words' indices.</summary>
    public List<int> Words { get; } = [];

    public bool Contains(int word) => _seen[PlaceOf(word)] == _epoch;

    /// <summary>Adds a word that is not in it.</summary>
    public void Add(int word)
    {
        _seen[PlaceOf(word)] = _epoch;
        Words.Add(word);
    }

    public void Clear()
    {
        _epoch++;
        Words.Clear();
    }

    private int PlaceOf(int word) => word < DefinitionWords.First ? word : width + word - DefinitionWords.First;
}
