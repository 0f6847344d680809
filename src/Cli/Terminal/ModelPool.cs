namespace Verified.Cli;

/// <summary>Works through many small models on all processors, one thread each, with one line of progress.</summary>
internal static class ModelPool
{
    /// <summary>The results in the order of the models.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static TResult[] Map<TModel, TResult>(
        IReadOnlyList<TModel> models,
        string doing,
        Terminal terminal,
        Func<TModel, TResult> work,
        CancellationToken cancellation)
    {
        using var line = new StatusLine(terminal);
        var results = new TResult[models.Count];
        var done = 0;
        try
        {
            Parallel.For(
                0, models.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                i =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    results[i] = work(models[i]);
                    line.Show($"{doing}: {Interlocked.Increment(ref done)} of {models.Count}");
                });
        }
        catch (AggregateException several)
        {
            // Each thread may have met the same cancellation; anything else is worth its own trace.
            throw several.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) is { } other
                ? new InvalidOperationException(other.Message, other)
                : new OperationCanceledException(cancellation);
        }

        return results;
    }
}
