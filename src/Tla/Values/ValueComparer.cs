namespace Verified.Tla.Values;

/// <summary>Comparers for hash tables and sorted collections of values.</summary>
public sealed class ValueComparer : IEqualityComparer<Value>, IComparer<Value>
{
    /// <summary>The only instance; stateless.</summary>
    public static ValueComparer Instance { get; } = new();

    private ValueComparer()
    {
    }

    /// <inheritdoc/>
    public bool Equals(Value? x, Value? y) => x is null ? y is null : x.Equals(y);

    /// <inheritdoc/>
    public int GetHashCode(Value obj) => obj.GetHashCode();

    /// <summary>TLC's order; null comes first.</summary>
    public int Compare(Value? x, Value? y) =>
        x is null ? (y is null ? 0 : -1) : y is null ? 1 : x.CompareTo(y);
}
