namespace Verified.Reference;

/// <summary>How a projector works.</summary>
public sealed record ProjectorOptions<TView>
{
    /// <summary>How views are saved, so that a restart need not fold from the first event; null, the default: they are not.</summary>
    public IViewFormat<TView>? Format { get; init; }

    /// <summary>After how many events the view is saved; 1,000 by default.</summary>
    public int SaveEvery { get; init; } = 1_000;

    /// <summary>Is told of events that are folded and of readers, as an outsider can tell them; by default nobody. Views are
    /// told where there is a <see cref="Format"/>.</summary>
    public IProjectionObserver Observer { get; init; } = IProjectionObserver.None;

    /// <summary>Which copy of the view this is, for the observer; null, the default: there is one only.</summary>
    public string? Replica { get; init; }

    /// <summary>The design, or a mistake that tests must find.</summary>
    internal ProjectionVariant Variant { get; init; } = ProjectionVariant.Correct;
}

/// <summary>Turns a view into bytes and back.</summary>
public interface IViewFormat<TView>
{
    /// <summary>The view as bytes.</summary>
    ReadOnlyMemory<byte> Write(TView view);

    /// <summary>The view of these bytes; null where they were written by another version: it is folded anew then.</summary>
    TView? Read(ReadOnlyMemory<byte> bytes);
}
