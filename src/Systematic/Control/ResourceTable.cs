using System.Numerics;
using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Resources by name, numbered in the order in which an exploration met them.</summary>
internal sealed class ResourceTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public ulong BitOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _names.Count;
            _numbers.Add(name, number);
            _names.Add(name);
        }

        return 1UL << (number & 63);
    }

    public Footprint Of(string name, Access access) =>
        access == Access.Read ? new Footprint(BitOf(name), 0) : new Footprint(0, BitOf(name));

    /// <summary>The resources that two steps conflict on.</summary>
    public IEnumerable<string> ConflictsOf(Footprint one, Footprint other)
    {
        var bits = (one.Writes & (other.Reads | other.Writes)) | (one.Reads & other.Writes);
        for (var number = 0; number < _names.Count && BitOperations.PopCount(bits) <= 32; number++)
            if ((bits & (1UL << (number & 63))) != 0)
                yield return _names[number];
    }
}
