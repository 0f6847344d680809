using Verified.Mirror;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Mirror;

/// <summary>A mirror that is right equals its specification; each planted defect is found, by name or by a shortest path.</summary>
public sealed class MirrorComparerTests
{
    private const string Counter = """
        EXTENDS Naturals
        CONSTANT Max
        VARIABLE count
        Init == count = 0
        Add(n) == count + n <= Max /\ count' = count + n
        Reset == count = Max /\ count' = 0
        Next == (\E n \in 1 .. 2 : Add(n)) \/ Reset
        BoundedInv == count <= Max
        EvenStepProp == [][count' <= count + 2]_count
        """;

    [Fact]
    public void Compare_FaithfulMirror_IsEqual()
    {
        var result = Compare(typeof(Faithful.Counter));
        Assert.Null(result.Difference?.ToString());
        Assert.Equal((4L, 6L), (result.States, result.Transitions));
    }

    [Fact]
    public void Compare_WrongGuard_IsFoundWithAShortestPath()
    {
        var difference = Compare(typeof(WrongGuard.Counter)).Difference!;
        Assert.Equal("Counter: the transitions of a reachable state differ.", difference.Message);
        Assert.Equal(["Add(1)"], difference.Path.ToArray());
        Assert.Equal(["in count = 1", "Add(2): the specification takes this step, the mirror does not"], difference.Details.ToArray());
    }

    [Fact]
    public void Compare_PropertyWithAnotherTruthValue_IsFoundWithAShortestPath()
    {
        var difference = Compare(typeof(WrongProperty.Counter)).Difference!;
        Assert.Equal("BoundedInv is TRUE in the specification and false in the mirror.", difference.Message);
        Assert.Equal(2, difference.Path.Length);
        Assert.Equal(["count = 3"], difference.Details.ToArray());
    }

    [Fact]
    public void Compare_NamesThatDiffer_AreListedEach()
    {
        var difference = Compare(typeof(WrongNames.Counter)).Difference!;
        Assert.Equal("The names of Counter differ.", difference.Message);
        Assert.Equal(
            [
                "constant Max is in the specification, not in the mirror",
                "constant Limit is in the mirror, not in the specification",
                "variable count is in the specification, not in the mirror",
                "variable total is in the mirror, not in the specification",
                "action Add(n) is in the specification, not in the mirror",
                "action Reset() is in the specification, not in the mirror",
                "action Add(m) is in the mirror, not in the specification",
                "action Clear() is in the mirror, not in the specification",
                "property BoundedInv is in the specification, not in the mirror",
                "property EvenStepProp is in the specification, not in the mirror",
                "property LimitInv is in the mirror, not in the specification",
            ],
            difference.Details.ToArray());
    }

    [Fact]
    public void Compare_WithoutMirror_SaysWhatIsMissing() =>
        Assert.Equal("there is no Counter", Compare(typeof(MirrorComparerTests)).Difference!.Message);

    private static MirrorResult Compare(Type neighbour)
    {
        using var specification = new Specification(Counter, "Counter");
        var load = specification.Load("INIT Init NEXT Next CONSTANT Max = 3");
        Assert.Equal("", specification.Show(load.Diagnostics));
        return MirrorComparer.Compare("Counter", load.Model!, neighbour);
    }
}
