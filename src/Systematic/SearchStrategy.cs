namespace Verified.Systematic;

/// <summary>How schedules are chosen.</summary>
public enum SearchStrategy
{
    /// <summary>First <see cref="Bounded"/>, then <see cref="Reduced"/>; <see cref="Portfolio"/> joins after a 64th of the
    /// budget, takes every second turn, and has what is left. Ends as soon as every class of schedules was tried. So it
    /// needs at most twice the schedules of the first two, and, but for the head start, twice those of the third.</summary>
    Thorough,

    /// <summary>One schedule of each class of equivalent ones, depth first. Needs at most 64 operations.</summary>
    Reduced,

    /// <summary>Every schedule with no preemption, then with one, and so on.</summary>
    Bounded,

    /// <summary>Every schedule, with no reduction.</summary>
    Full,

    /// <summary>Each step drawn evenly among those possible.</summary>
    Random,

    /// <summary>Partial order sampling.</summary>
    PartialOrder,

    /// <summary>Priorities with two change points: bugs of depth 3.</summary>
    Priority,

    /// <summary>Uniform random walk: schedules drawn about evenly.</summary>
    Uniform,

    /// <summary>The four random ones in turn.</summary>
    Portfolio,
}
