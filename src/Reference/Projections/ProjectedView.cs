namespace Verified.Reference;

/// <summary>A view, and how far in the log the events lie that were folded into it: one value, so that nobody can
/// have the one without the other.</summary>
/// <remarks>Immutable. Source: <c>Projection</c>, VARIABLES <c>view</c> and <c>checkpoint</c>.</remarks>
/// <param name="Position">The position of the last event that was folded in; 0 where there is none.</param>
/// <param name="View">What was folded.</param>
public sealed record ProjectedView<TView>(long Position, TView View)
{
    /// <summary>The view after the event at <paramref name="position"/>; unchanged where that was folded in before.</summary>
    /// <remarks>Source: <c>Projection!Apply</c>. Calls <paramref name="evolve"/> once at most.</remarks>
    /// <param name="position">Where the event lies; the events before it were folded in before.</param>
    /// <param name="next">The event.</param>
    /// <param name="evolve">The fold: the view after an event.</param>
    public ProjectedView<TView> Apply<TEvent>(long position, TEvent next, Func<TView, TEvent, TView> evolve) =>
        position <= Position ? this : new ProjectedView<TView>(position, evolve(View, next));

    /// <summary>The view after an event at <paramref name="position"/> that means nothing to it.</summary>
    public ProjectedView<TView> PassOver(long position) =>
        position <= Position ? this : this with { Position = position };

    /// <summary>The view holds the event at <paramref name="token"/> and all before it.</summary>
    /// <remarks>Source: <c>Projection!ReadAt</c>.</remarks>
    public bool Answers(long token) => token <= Position; // ReadYourWritesInv
}
