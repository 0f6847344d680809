namespace Verified.Tests.Mutation;

/// <summary>A test of the full run: VERIFIED_MUTATION is <c>all</c>, or <c>deep</c> to judge listed mutants at full cost too.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaneFactAttribute : FactAttribute
{
    public LaneFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("VERIFIED_MUTATION") is not ("all" or "deep"))
            Skip = "the full run: VERIFIED_MUTATION=all";
    }
}
