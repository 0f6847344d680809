namespace Verified.Systematic;

/// <summary>What a step touched, one bit for each resource.</summary>
/// <remarks>More than 64 resources share bits: steps that touch different ones may then count as conflicting, which
/// costs reduction and nothing else.</remarks>
/// <param name="Reads">Resources looked at.</param>
/// <param name="Writes">Resources changed.</param>
internal readonly record struct Footprint(ulong Reads, ulong Writes)
{
    /// <summary>Of a step that nobody labelled: it conflicts with everything.</summary>
    public static Footprint Everything { get; } = new(0, ulong.MaxValue);

    public static Footprint operator |(Footprint left, Footprint right) =>
        new(left.Reads | right.Reads, left.Writes | right.Writes);

    public bool ConflictsWith(Footprint other) =>
        ((Writes & (other.Reads | other.Writes)) | (Reads & other.Writes)) != 0;
}
