namespace Verified.Tests.Mutation.Judging;

/// <summary>Most of what a comparison notices at all shows in its first states, so all are glanced at first.</summary>
internal enum Pass
{
    /// <summary>The first states; of a small graph all of them.</summary>
    Glance,

    Whole,
}
