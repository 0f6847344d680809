using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>What the models of the specifications show within their bounds, on walks far beyond them.</summary>
/// <remarks>A walk is a sequence of numbers: each chooses among the actions that are enabled when its turn
/// comes.</remarks>
public sealed class MirrorWalkLaws
{
    private const int Walks = 300;

    private static readonly Gen<int[]> s_walk = Gen.Choose(0, int.MaxValue).ArrayOf(80);

    [Fact]
    public void Subscription_WithThreeWriters_DeliversPrefixes()
    {
        var model = new SubscriptionModel(
            [new("w1"), new("w2"), new("w3")], 12, 3, 5, 0, SubscriptionVariant.Correct);
        var actions = Subscription.Actions(model).ToList();

        Law.Holds(s_walk, walk =>
        {
            foreach (var state in Visit(Subscription.Init(model), actions, (s, a) => Subscription.Step(model, s, a), walk))
            {
                Assert.True(Subscription.NoGapInv(state), nameof(Subscription.NoGapInv));
                Assert.True(Subscription.CheckpointInv(state), nameof(Subscription.CheckpointInv));
                Assert.True(Subscription.OrderInv(state), nameof(Subscription.OrderInv));
                Assert.True(Subscription.DeliversPrefixInv(state), nameof(Subscription.DeliversPrefixInv));
            }
        }, Law.Shorter, Walks);
    }

    [Fact]
    public void Projection_OfThreeViews_FoldsPrefixes()
    {
        var model = new ProjectionModel(
            [new("p1"), new("p2"), new("p3")],
            EquatableSet.From(Enumerable.Range(1, 8).Select(i => new EventId($"e{i}"))),
            6, 4, ProjectionVariant.Correct);
        var actions = Projection.Actions(model).ToList();

        Law.Holds(s_walk, walk =>
        {
            foreach (var state in Visit(Projection.Init(model), actions, (s, a) => Projection.Step(model, s, a), walk))
            {
                Assert.True(Projection.ViewIsFoldOfPrefixInv(state), nameof(Projection.ViewIsFoldOfPrefixInv));
                Assert.True(
                    Projection.EqualPositionsEqualViewsInv(state), nameof(Projection.EqualPositionsEqualViewsInv));
                Assert.True(Projection.ReadYourWritesInv(state), nameof(Projection.ReadYourWritesInv));
            }
        }, Law.Shorter, Walks);
    }

    [Fact]
    public void CausalDelivery_AmongFourNodes_KeepsCausality()
    {
        var model = new CausalDeliveryModel(
            [new("n1"), new("n2"), new("n3"), new("n4")], 7, 4, CausalDeliveryVariant.Correct);
        var actions = CausalDelivery.Actions(model).ToList();

        Law.Holds(s_walk, walk =>
        {
            var last = Visit(CausalDelivery.Init(model), actions, (s, a) => CausalDelivery.Step(model, s, a), walk)
                .Last();

            // What is delivered stays, so the last state shows whatever went wrong before.
            Assert.True(CausalDelivery.CausalOrderInv(last), nameof(CausalDelivery.CausalOrderInv));
            Assert.True(CausalDelivery.CausallyClosedInv(last), nameof(CausalDelivery.CausallyClosedInv));
            Assert.True(CausalDelivery.NoDuplicateInv(last), nameof(CausalDelivery.NoDuplicateInv));
            Assert.True(CausalDelivery.ClocksTellCausesInv(last), nameof(CausalDelivery.ClocksTellCausesInv));
        }, Law.Shorter, Walks);
    }

    [Fact]
    public void Window_OfAnyShape_HoldsExactlyWhatWasOnTime()
    {
        var shapes =
            from size in Gen.Choose(1, 6)
            from slide in Gen.Choose(1, size)
            from disorder in Gen.Choose(0, 4)
            select new WindowModel(12, size, slide, disorder, 20, 3, WindowVariant.Correct);

        Law.Holds(shapes.Zip(s_walk), drawn =>
        {
            var (model, walk) = drawn;
            var state = Window.Init(model);
            foreach (var next in Visit(
                state, Window.Actions(model).ToList(), (s, a) => Window.Step(model, s, a), walk))
            {
                Assert.True(Window.FireOnceInv(next), nameof(Window.FireOnceInv));
                Assert.True(Window.ExactInv(model, next), nameof(Window.ExactInv));
                Assert.True(Window.NothingIsLostInv(model, next), nameof(Window.NothingIsLostInv));
                Assert.True(Window.DisorderIsToleratedInv(model, next), nameof(Window.DisorderIsToleratedInv));
                Assert.True(Window.WatermarkMonotoneProp(state, next), nameof(Window.WatermarkMonotoneProp));
                state = next;
            }
        }, count: Walks);
    }

    [Fact]
    public void WindowsOf_AreThoseThatHoldTheMoment() => Law.Holds(
        Gen.Choose(1, 9).Two().Zip(Gen.Choose(0, 40)),
        drawn =>
        {
            var ((a, b), time) = drawn;
            var model = new WindowModel(40, Math.Max(a, b), Math.Min(a, b), 0, 0, 0, WindowVariant.Correct);

            var expected = Enumerable.Range(1 - model.Size, 40 + model.Size)
                .Where(begin => begin % model.Slide == 0 && begin <= time && time < begin + model.Size);

            Assert.Equal(expected.Reverse(), Window.WindowsOf(model, time));
        });

    [Fact]
    public void Rehydrate_FromAnySnapshots_IsTheFold()
    {
        var model = new FoldModel([1, 2, 5], [new("usd"), new("eur"), new("sek")], new("usd"), 12, FoldVariant.Correct);
        var actions = Fold.Actions(model).ToList();

        Law.Holds(s_walk, walk =>
        {
            foreach (var state in Visit(Fold.Init(model), actions, (s, a) => Fold.Step(model, s, a), walk))
            {
                for (var version = 0; version <= state.Log.Count; version++)
                    Assert.Equal(
                        Fold.FoldTo(model, state, state.Schema, version), Fold.Rehydrate(model, state, version));
                Assert.True(Fold.UpcastCommutesInv(model, state), nameof(Fold.UpcastCommutesInv));
                Assert.True(Fold.TimeTravelInv(model, state), nameof(Fold.TimeTravelInv));
            }
        }, Law.Shorter, Walks);
    }

    [Fact]
    public void Shop_WithSixOrders_SellsWhatIsThere()
    {
        var model = new ShopModel(
            [new("o1"), new("o2"), new("o3")], [new("o4"), new("o5"), new("o6")], 2, ShopVariant.Correct);
        var actions = Shop.Actions(model).ToList();
        var (soldOut, completed, refunded) = (0, 0, 0);

        Law.Holds(s_walk, walk =>
        {
            var state = Shop.Init(model);
            foreach (var next in Visit(state, actions, (s, a) => Shop.Step(model, s, a), walk))
            {
                Assert.True(Shop.StockNonNegativeInv(next), nameof(Shop.StockNonNegativeInv));
                Assert.True(Shop.UnitsConservedInv(model, next), nameof(Shop.UnitsConservedInv));
                Assert.True(Shop.PaidThenShippedOrRefundedInv(next), nameof(Shop.PaidThenShippedOrRefundedInv));
                Assert.True(Shop.AtMostOneEffectInv(next), nameof(Shop.AtMostOneEffectInv));
                Assert.True(Shop.TerminalProp(state, next), nameof(Shop.TerminalProp));
                state = next;
            }

            soldOut += state.Stock == 0 ? 1 : 0;
            completed += state.Progress.Values.Count(progress => progress.Phase == SagaPhase.Completed);
            refunded += state.Decisions.Values.Count(decided => decided[Shop.Payment - 1] == SagaStepStatus.Undone);
        }, Law.Shorter, Walks);

        Assert.True(soldOut > 0 && completed > 0 && refunded > 0, $"{soldOut} {completed} {refunded}");
    }

    [Fact]
    public void Walks_ReachWhatTheLawsSpeakAbout()
    {
        var causal = new CausalDeliveryModel(
            [new("n1"), new("n2"), new("n3"), new("n4")], 7, 4, CausalDeliveryVariant.Correct);
        var subscription = new SubscriptionModel(
            [new("w1"), new("w2"), new("w3")], 12, 3, 5, 0, SubscriptionVariant.Correct);
        var window = new WindowModel(12, 4, 2, 2, 20, 3, WindowVariant.Correct);
        var walks = s_walk.Sample(200).ToList();

        Assert.Contains(
            walks.Select(walk => Visit(CausalDelivery.Init(causal), CausalDelivery.Actions(causal).ToList(),
                (s, a) => CausalDelivery.Step(causal, s, a), walk).Last()),
            last => last.Delivered.Values.All(messages => messages.Count > 4));
        Assert.Contains(
            walks.Select(walk => Visit(Subscription.Init(subscription), Subscription.Actions(subscription).ToList(),
                (s, a) => Subscription.Step(subscription, s, a), walk).Last()),
            last => last.Seen.Count > 3 && last.Crashes > 1 && last.Status.Contains(PositionStatus.RolledBack));
        Assert.Contains(
            walks.Select(walk => Visit(Window.Init(window), Window.Actions(window).ToList(),
                (s, a) => Window.Step(window, s, a), walk).Last()),
            last => last.Results.Count > 2 && last.Late.Count > 1 && last.Crashes > 0);
    }

    /// <summary>The states of a walk, the first one included.</summary>
    private static IEnumerable<TState> Visit<TState, TAction>(
        TState state, List<TAction> actions, Func<TState, TAction, TState?> step, int[] walk)
        where TState : class
    {
        yield return state;
        foreach (var number in walk)
        {
            var successors = actions.Select(action => step(state, action)).OfType<TState>().ToList();
            if (successors.Count == 0)
                yield break;
            yield return state = successors[number % successors.Count];
        }
    }
}
