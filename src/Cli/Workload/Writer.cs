using Verified.Reference;

namespace Verified.Cli;

/// <summary>A client of the store: appends, conflicting and not; retries; duplicates; reads; a deletion now and then.</summary>
internal sealed class Writer(Shop shop, int number)
{
    private readonly Random _random = shop.Plan.RandomFor(number);
    private int _ids;

    /// <summary>Works until there is nothing left to do.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (shop.HasMore)
        {
            cancellation.ThrowIfCancellationRequested();
            await ActAsync(cancellation);
        }
    }

    private Task ActAsync(CancellationToken cancellation) => _random.Next(100) switch
    {
        < 60 => AppendAsync(Fresh(), cancellation),
        < 68 => AppendAsync(RetryUnknown(), cancellation),
        < 75 => AppendAsync(RetryAcknowledged(), cancellation),
        < 80 => AppendAsync(Duplicate(), cancellation),
        < 90 => ReadStreamAsync(cancellation),
        < 95 => ReadLogAsync(cancellation),
        < 98 => FindAsync(cancellation),
        _ => DeleteAsync(cancellation),
    };

    private async Task AppendAsync(AppendAttempt attempt, CancellationToken cancellation)
    {
        shop.CountAppend();
        try
        {
            var result = await shop.Store.AppendAsync(attempt.Stream, attempt.Expected, attempt.Events, cancellation);
            Learn(attempt, result);
        }
        catch (EventStoreException failure) when (!failure.IsOutcomeKnown)
        {
            shop.KeepUnknown(attempt);
        }
        catch (EventStoreException.Locked)
        {
            // Nothing happened; the next try may find the store free.
        }

        shop.Report();
    }

    private void Learn(AppendAttempt attempt, AppendResult result)
    {
        switch (result)
        {
            case AppendResult.Appended(_, var version, _):
                shop.Believe(attempt.Stream, version);
                shop.KeepAcknowledged(attempt);
                break;
            case AppendResult.WrongExpectedVersion(var version):
                shop.Believe(attempt.Stream, version);
                break;
        }
    }

    private AppendAttempt Fresh()
    {
        var stream = shop.PickStream(_random);
        return new AppendAttempt(stream, Expectation(stream), Batch(1 + _random.Next(3)));
    }

    /// <summary>Every fourth is left alone: whether it stands is for the last reads to show.</summary>
    private AppendAttempt RetryUnknown() =>
        shop.TryTakeUnknown(out var attempt) && _random.Next(4) > 0 ? attempt! : Fresh();

    private AppendAttempt RetryAcknowledged()
    {
        if (shop.PickAcknowledged(_random) is not { } attempt) return Fresh();
        return _random.Next(3) == 0 ? attempt with { Expected = new ExpectedVersion.Any() } : attempt;
    }

    /// <summary>An id that is taken: in another stream, in a larger batch, or with another content.</summary>
    private AppendAttempt Duplicate()
    {
        if (shop.PickAcknowledged(_random) is not { } attempt) return Fresh();
        var taken = attempt.Events[0];
        return _random.Next(3) switch
        {
            0 => Fresh() with { Events = [taken, .. Batch(1)] },
            1 => attempt with { Events = [.. attempt.Events, .. Batch(1)] },
            _ => attempt with { Events = [Basket.Altered(taken.Id)], Expected = new ExpectedVersion.Any() },
        };
    }

    private ExpectedVersion Expectation(StreamId stream)
    {
        var believed = shop.BelievedVersion(stream);
        return _random.Next(8) switch
        {
            0 => new ExpectedVersion.Any(),
            1 => new ExpectedVersion.StreamExists(),
            2 => new ExpectedVersion.NoStream(),
            3 => new ExpectedVersion.Exact(Math.Max(0, believed + _random.Next(-1, 2))),
            _ => believed < 0 ? new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(believed),
        };
    }

    private EventData[] Batch(int count)
    {
        var batch = new EventData[count];
        for (var i = 0; i < count; i++)
            batch[i] = Basket.Event(new EventId($"e{shop.Plan.Segment}-{number}-{_ids++}"));
        return batch;
    }

    private async Task ReadStreamAsync(CancellationToken cancellation)
    {
        var stream = shop.PickStream(_random);
        var isBackwards = _random.Next(2) == 0;
        var events = isBackwards
            ? shop.Store.ReadStreamAsync(stream, ReadDirection.Backwards, long.MaxValue, 1 + _random.Next(5), cancellation)
            : shop.Store.ReadStreamAsync(stream, ReadDirection.Forwards, _random.Next(3), int.MaxValue, cancellation);
        await foreach (var next in events)
            if (next.Version > shop.BelievedVersion(stream) && _random.Next(2) == 0)
                shop.Believe(stream, next.Version);
    }

    private async Task ReadLogAsync(CancellationToken cancellation)
    {
        var events = _random.Next(2) == 0
            ? shop.Store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 20, cancellation)
            : shop.Store.ReadAllAsync(ReadDirection.Forwards, 1 + _random.Next(200), 50, cancellation);
        await foreach (var _ in events)
        {
        }
    }

    private async Task FindAsync(CancellationToken cancellation)
    {
        if (shop.PickAcknowledged(_random) is { } attempt)
            await shop.Store.FindAsync(attempt.Events[0].Id, cancellation);
    }

    private async Task DeleteAsync(CancellationToken cancellation)
    {
        var stream = shop.PickStream(_random);
        try
        {
            await shop.Store.DeleteAsync(stream, Expectation(stream), cancellation);
        }
        catch (EventStoreException failure) when (!failure.IsOutcomeKnown || failure is EventStoreException.Locked)
        {
            // Nobody has to know: later appends and reads show it.
        }
    }
}
