namespace Verified.Tla.Packing;

/// <summary>Words of a state of which only some bits are read: elements of a set that matter to a question.</summary>
/// <remarks>Each has a number beyond those of whole words. One table for each thread.</remarks>
internal sealed class MaskedWords
{
    /// <summary>The number of the first.</summary>
    public const int First = 1 << 24;

    private readonly Dictionary<(int Word, int Mask), int> _numbers = [];
    private (int Word, int Mask)[] _words = new (int, int)[64];

    /// <summary>The number of some bits of a word.</summary>
    public int NumberOf(int word, int mask)
    {
        if (_numbers.TryGetValue((word, mask), out var known)) return known;
        if (_numbers.Count == _words.Length) Array.Resize(ref _words, _words.Length * 2);
        _words[_numbers.Count] = (word, mask);
        return _numbers[(word, mask)] = First + _numbers.Count;
    }

    /// <summary>The whole word that it is of.</summary>
    public int WordOf(int number) => _words[number - First].Word;

    /// <summary>The bits, in the state whose words start there.</summary>
    public int Read(int number, int[] words, int start)
    {
        var (word, mask) = _words[number - First];
        return words[start + word] & mask;
    }

    /// <summary>Whether one reads some bits of what the other does, and no more.</summary>
    public bool IsPartOf(int number, int other) => number >= First && other >= First
        && _words[number - First] is var (word, mask) && _words[other - First] is var (of, bits)
        && word == of && (mask & ~bits) == 0;
}
