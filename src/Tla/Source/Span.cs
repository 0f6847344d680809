namespace Verified.Tla.Source;

/// <summary>A stretch of a source text: offsets <paramref name="Start"/> (inclusive) to <paramref name="End"/> (exclusive).</summary>
public readonly record struct Span(SourceText Source, int Start, int End)
{
    /// <summary>Where it begins, for people.</summary>
    public Location Location
    {
        get
        {
            var (line, column) = Source.PositionAt(Start);
            return new Location(Source.Path, line, column);
        }
    }

    /// <summary>The text it covers.</summary>
    public ReadOnlySpan<char> Text => Source.Text.AsSpan(Start, End - Start);

    /// <summary>The smallest span that covers this and <paramref name="other"/>, of the same source.</summary>
    public Span To(Span other) => new(Source, Math.Min(Start, other.Start), Math.Max(End, other.End));

    public override string ToString() => Location.ToString();
}
