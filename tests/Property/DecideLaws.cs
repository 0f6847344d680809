using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>The append rule: total, and in its order of precedence.</summary>
public sealed class DecideLaws
{
    private static readonly StreamId s_here = new("here");

    private static readonly Gen<Question> s_questions =
        from expected in Gen.OneOf(StoreGen.Expected, Gen.Elements<ExpectedVersion>(
            new ExpectedVersion.Exact(long.MaxValue), new ExpectedVersion.Exact(long.MinValue)))
        from last in Gen.Choose(-1, 4)
        from deleted in Gen.Elements(true, false, false)
        from located in Gen.OneOf(Free(), Standing(), Anywhere())
        select new Question(expected, last, deleted, located);

    [Fact]
    public void Decide_EveryOutcome_IsAmongTheCases()
    {
        var outcomes = s_questions.Sample(Law.Cases).Select(q => q.Decide().GetType()).ToHashSet();

        Assert.Equal(typeof(AppendDecision).GetNestedTypes().ToHashSet(), outcomes);
    }

    [Fact]
    public void Decide_IsTotal() => Law.Holds(s_questions, q => Assert.NotNull(q.Decide()));

    [Fact]
    public void Decide_IsIdempotentExactlyForABatchThatStandsWhereItWasExpected() => Law.Holds(s_questions, q =>
    {
        var first = q.Located[0]?.Version ?? -1;
        var stands = q.Located.Select((at, i) => at == new StoredAt(s_here, first + i)).All(here => here);
        var fits = q.Expected switch
        {
            ExpectedVersion.NoStream => first == 0,
            ExpectedVersion.Exact(var version) => first > 0 && version == first - 1,
            _ => true,
        };

        var decision = q.Decide();

        Assert.Equal(stands && fits, decision is AppendDecision.Idempotent);
        if (decision is AppendDecision.Idempotent(var from))
            Assert.Equal(first, from);
    });

    [Fact]
    public void Decide_TakenIds_AreNeverAppendedAndTheFirstIsNamed() => Law.Holds(s_questions, q =>
    {
        var taken = q.Located.ToList().FindIndex(at => at is not null);
        var decision = q.Decide();

        Assert.Equal(
            taken >= 0, decision is AppendDecision.Idempotent or AppendDecision.DuplicateEventId);
        if (decision is AppendDecision.DuplicateEventId(var index))
            Assert.Equal(taken, index);
    });

    [Fact]
    public void Decide_FreeIds_DeletionIsAskedBeforeTheVersion() => Law.Holds(
        s_questions.Where(q => q.Located.All(at => at is null)), q =>
    {
        AppendDecision expected =
            q.IsDeleted ? new AppendDecision.StreamDeleted()
            : EventStore.Matches(q.Expected, q.LastVersion) ? new AppendDecision.Append()
            : new AppendDecision.WrongExpectedVersion();

        Assert.Equal(expected, q.Decide());
    });

    [Fact]
    public void Matches_ComparesWithTheLastVersion() => Law.Holds(s_questions, q =>
        Assert.Equal(
            q.Expected switch
            {
                ExpectedVersion.NoStream => q.LastVersion < 0,
                ExpectedVersion.StreamExists => q.LastVersion > -1,
                ExpectedVersion.Exact exact => exact.Version == q.LastVersion,
                _ => true,
            },
            EventStore.Matches(q.Expected, q.LastVersion)));

    [Fact]
    public void DecideDelete_ClosedIsForEver_OtherwiseTheVersionDecides() => Law.Holds(s_questions, q =>
    {
        var expected =
            q.IsDeleted ? DeleteDecision.AlreadyDeleted
            : EventStore.Matches(q.Expected, q.LastVersion) ? DeleteDecision.Delete
            : DeleteDecision.WrongExpectedVersion;

        Assert.Equal(expected, EventStore.DecideDelete(q.Expected, q.LastVersion, q.IsDeleted));
    });

    [Fact]
    public void Decide_EmptyBatch_Throws() => Assert.Throws<ArgumentException>(
        () => new Question(new ExpectedVersion.Any(), -1, false, []).Decide());

    private sealed record Question(
        ExpectedVersion Expected, long LastVersion, bool IsDeleted, EquatableArray<StoredAt?> Located)
    {
        public AppendDecision Decide() =>
            EventStore.Decide(s_here, Expected, new AppendFacts(LastVersion, IsDeleted, Located));
    }

    private static Gen<EquatableArray<StoredAt?>> Free() =>
        Gen.Choose(1, 3).Select(count => EquatableArray.From(new StoredAt?[count]));

    private static Gen<EquatableArray<StoredAt?>> Standing() =>
        from first in Gen.Choose(0, 4)
        from count in Gen.Choose(1, 3)
        select EquatableArray.From(
            Enumerable.Range(first, count).Select(StoredAt? (version) => new StoredAt(s_here, version)));

    private static Gen<EquatableArray<StoredAt?>> Anywhere() =>
        Gen.Frequency(
                (1, Gen.Constant<StoredAt?>(null)),
                (1, from stream in Gen.Elements(s_here, new StreamId("elsewhere"))
                    from version in Gen.Choose(0, 4)
                    select (StoredAt?)new StoredAt(stream, version)))
            .NonEmptyListOf().Select(located => EquatableArray.From(located.Take(3)));
}
