namespace Verified.Systematic;

/// <summary>A primitive that says when an operation may pass a point, and what passing does.</summary>
internal interface IGuard
{
    bool IsOpen(Point point);

    /// <summary>Passes; the point is open or cancelled.</summary>
    /// <returns>The result of an await that has a truth value as its result.</returns>
    bool Pass(Point point);
}
