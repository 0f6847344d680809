using Verified.Tla.Values;

namespace Verified.Mirror;

/// <summary>A state as values of the specification; equal when the values are.</summary>
/// <param name="Values">In the order of the specification's variables.</param>
/// <param name="Mirrored">The mirror's state that it was mapped from; null where the specification made it.</param>
internal sealed record GraphState(Value[] Values, object? Mirrored)
{
    public bool Equals(GraphState? other)
    {
        if (other is null) return false;
        for (var i = 0; i < Values.Length; i++)
            if (!Values[i].Equals(other.Values[i]))
                return false;
        return true;
    }

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(value.Fingerprint);
        return hash.ToHashCode();
    }
}
