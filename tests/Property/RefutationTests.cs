using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Formulas that were claimed, each with a smallest example that it is wrong about. <c>docs/THEOREMS.md</c> says
/// what is claimed instead.</summary>
public sealed class RefutationTests
{
    /// <summary>"∀ e ∃ t₀ ∀ t > t₀: e ∈ S(e, t)" is called eventual consistency. Two replicas have every event from the
    /// start and for ever, and never agree; that their handler is idempotent does not help.</summary>
    [Fact]
    public void StoredForEver_IsNotConsistent()
    {
        string[] one = ["green", "red"];
        string[] other = ["red", "green"];

        Assert.Equal(one.Order(), other.Order());
        Assert.NotEqual(one.Aggregate("", Paint), other.Aggregate("", Paint));
        Assert.Equal(one.Aggregate("", Paint), one.Append("red").Aggregate("", Paint)); // idempotent

        static string Paint(string state, string painted) => painted;
    }

    /// <summary>"P(C(t + Δt) > C(t)) > ½, hence C(t) → 1": of four steps three go up, for ever, and there is no limit. And
    /// where C is 1 nothing is above it, so the premise excludes the conclusion.</summary>
    [Fact]
    public void GrowingMoreOftenThanNot_HasNoLimit()
    {
        Rational[] cycle = [0, new(1, 4), new(1, 2), new(3, 4)];
        var ups = Enumerable.Range(0, 4).Count(t => cycle[(t + 1) % 4] > cycle[t]);

        Assert.True(new Rational(ups, 4) > new Rational(1, 2));
        Assert.Equal(new Rational(3, 4), cycle.Max());
        Assert.Equal(0, cycle.Min());
    }

    /// <summary>"State = ⊕ apply(eᵢ, State₀)": two histories give ⊕ the same, and are to give different states. So there
    /// is no such ⊕, of whatever kind.</summary>
    [Fact]
    public void EventsAppliedToTheFirstState_DoNotTellTheState()
    {
        Func<int, int>[] one = [AddOne, Double];
        Func<int, int>[] other = [AddOne, Keep];

        Assert.Equal(one.Select(apply => apply(0)), other.Select(apply => apply(0)));
        Assert.Equal(2, one.Aggregate(0, (state, apply) => apply(state)));
        Assert.Equal(1, other.Aggregate(0, (state, apply) => apply(state)));

        static int AddOne(int state) => state + 1;
        static int Double(int state) => 2 * state;
        static int Keep(int state) => state;
    }

    /// <summary>"stream(t) = {e | e.timestamp = t}", and aggregates that are rebuilt in the order of timestamps: a clock
    /// that was set back rewrites history, and of what happened within one tick the order is lost.</summary>
    [Fact]
    public void Timestamps_AreNoOrder()
    {
        (int Timestamp, string Address)[] log = [(12, "old"), (11, "new")];

        Assert.Equal("new", log[^1].Address);
        Assert.Equal("old", log.OrderBy(moved => moved.Timestamp).Last().Address);
        Assert.Single(log.Select(moved => moved with { Timestamp = 12 }).Select(moved => moved.Timestamp).Distinct());
    }

    /// <summary>"More than 10,000 within five minutes" by windows that follow each other: 6,000 and 6,000 two minutes
    /// apart go unnoticed, if a window ends between them. Windows that overlap by all but a minute notice.</summary>
    [Fact]
    public void ConsecutiveWindows_MissWhatFallsBetweenThem()
    {
        (int Minute, int Amount)[] payments = [(4, 6_000), (6, 6_000)];

        Assert.Equal(6_000, Greatest(new WindowModel(10, 5, 5, 0, 0, 0, WindowVariant.Correct)));
        Assert.Equal(12_000, Greatest(new WindowModel(10, 5, 1, 0, 0, 0, WindowVariant.Correct)));

        int Greatest(WindowModel windows) => payments
            .SelectMany(payment => Window.WindowsOf(windows, payment.Minute), (payment, begin) => (begin, payment.Amount))
            .GroupBy(payment => payment.begin, payment => payment.Amount)
            .Max(window => window.Sum());
    }

    /// <summary>"G = P = X = ΣΣΣ w · e · h · l": what is generated, dispatched and executed is one number, over all triples of
    /// events, handlers and links, whether the link joins them or not.</summary>
    [Fact]
    public void SumOverAllTriples_IsNotWhatIsDispatched()
    {
        string[] events = ["OrderCreated", "OrderPaid"];
        string[] handlers = ["mail", "ledger"];
        (string Event, string Handler, int Weight)[] links = [("OrderCreated", "mail", 1), ("OrderPaid", "ledger", 1)];

        var triples = links.Sum(link => handlers.Sum(_ => events.Sum(_ => link.Weight)));
        var dispatched = events.Sum(published => links.Where(link => link.Event == published).Sum(link => link.Weight));

        Assert.Equal((8, 2), (triples, dispatched));
    }
}
