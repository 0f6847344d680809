namespace Verified.Tla.Packing;

/// <summary>The words of a state that an evaluation has read, in order, each once.</summary>
/// <remarks>Evaluation is deterministic, so what was read so far decides what is read next: the scopes of many states
/// make a tree.</remarks>
internal sealed class ReadScope(int width, int definitions)
{
    private int[] _seen = new int[width + (2 * definitions)];
    private int _epoch;

    /// <summary>The words' indices.</summary>
    public List<int> Words { get; } = [];

    public bool Contains(int word) => PlaceOf(word) is var place && place < _seen.Length && _seen[place] == _epoch;

    /// <summary>Adds a word that is not in it.</summary>
    public void Add(int word)
    {
        var place = PlaceOf(word);
        if (place >= _seen.Length) Array.Resize(ref _seen, place * 2);
        _seen[place] = _epoch;
        Words.Add(word);
    }

    public void Clear()
    {
        _epoch++;
        Words.Clear();
    }

    private int PlaceOf(int word) => word < DefinitionWords.First ? word
        : word < MaskedWords.First ? width + word - DefinitionWords.First
        : width + (2 * definitions) + word - MaskedWords.First;
}
