using FsCheck;
using FsCheck.Fluent;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Laws of folding: whatever is handed in again, and wherever a fold goes on, the view is the same.</summary>
[Trait("Row", "R09")]
[Trait("Row", "R11")]
public sealed class ProjectedViewLaws
{
    private static readonly Gen<int[]> s_events = Gen.Choose(0, 99).ArrayOf(12);

    private static ProjectedView<string> Empty => new(0, "");

    [Fact]
    public void Apply_PrefixAgain_ChangesNothing() => Law.Holds(s_events.Zip(Gen.Choose(0, 12)), drawn =>
    {
        var (events, again) = drawn;
        var view = Fold(Empty, events, 0, events.Length);
        Assert.Equal(view, Fold(view, events, 0, Math.Min(again, events.Length)));
    });

    [Fact]
    public void Apply_FromAnySavedView_ComesToTheSame() => Law.Holds(s_events.Zip(Gen.Choose(0, 12)), drawn =>
    {
        var (events, saved) = drawn;
        var at = Math.Min(saved, events.Length);
        Assert.Equal(
            Fold(Empty, events, 0, events.Length),
            Fold(Fold(Empty, events, 0, at), events, 0, events.Length));
    });

    [Fact]
    public void Answers_IsTrueUpToThePosition() => Law.Holds(Gen.Choose(0, 20).Two(), drawn =>
        Assert.Equal(drawn.Item2 <= drawn.Item1, new ProjectedView<string>(drawn.Item1, "").Answers(drawn.Item2)));

    [Fact]
    public async Task Projector_RestartedFromItsSavedView_HasTheSameView()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var last = 0L;
        for (var i = 0; i < 25; i++)
            last = Assert.IsType<AppendResult.Appended>(await store.AppendAsync(
                new($"s{i % 3}"), new ExpectedVersion.Any(), [new EventData(new($"e{i}"), "t", default, default)])).LastPosition;

        var first = await RunToAsync(store, last);
        var folded = 0;
        var second = await RunToAsync(store, last, () => folded++);

        Assert.Equal(first.View, second.View);
        Assert.Equal(5, folded); // what came behind the last saved view
    }

    [Fact]
    public async Task Projector_Rebuilt_ComesToTheSameView()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await store.AppendAsync(new("s"), new ExpectedVersion.Any(), [new EventData(new("e1"), "t", default, default)]);
        var projector = new Projector<string>(
            store, Runtime.Production(), new("ids"), "", (view, recorded) => view + recorded.Event.Id);
        using var end = new CancellationTokenSource();
        var run = projector.RunAsync(end.Token);
        var before = await projector.ReadAtAsync(1);
        projector.Rebuild();
        await projector.WaitForAsync(view => view.Position == 0 || !ReferenceEquals(view, before));
        Assert.Equal(before, await projector.ReadAtAsync(1));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task ReadAt_Cancelled_EndsTheWait()
    {
        var projector = new Projector<string>(
            new InMemoryEventStore(TimeProvider.System), Runtime.Production(), new("ids"), "", (view, _) => view);
        using var patience = new CancellationTokenSource();
        var reading = projector.ReadAtAsync(1, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }

    private static async Task<ProjectedView<string>> RunToAsync(IEventStore store, long position, Action? folded = null)
    {
        var projector = new Projector<string>(
            store,
            Runtime.Production(),
            new("ids"),
            "",
            (view, recorded) =>
            {
                folded?.Invoke();
                return view + recorded.Event.Id;
            },
            new() { Format = new Text(), SaveEvery = 10 });
        using var end = new CancellationTokenSource();
        var run = projector.RunAsync(end.Token);
        var view = await projector.ReadAtAsync(position);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        return view;
    }

    private static ProjectedView<string> Fold(ProjectedView<string> view, int[] events, int from, int to)
    {
        for (var i = from; i < to; i++)
            view = view.Apply(i + 1, events[i], (text, next) => $"{text} {next}");
        return view;
    }

    private sealed class Text : IViewFormat<string>
    {
        public ReadOnlyMemory<byte> Write(string view) => System.Text.Encoding.UTF8.GetBytes(view);

        public string Read(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);
    }
}
