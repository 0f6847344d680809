using Verified.Oracle.Rules;

namespace Verified.Oracle;

/// <summary>Time and memory of one judgement, and who is told how far it is.</summary>
internal sealed class Limits(
    JudgeOptions options, long totalBytes, IProgress<JudgeProgress>? progress, CancellationToken cancellationToken)
{
    private const long Stride = 4096;
    private readonly long _start = options.Time.GetTimestamp();
    private long _lines;
    private long _linesAgain;

    public MemoryBudget Budget { get; } = new(options.MemoryBytes);

    /// <summary>Counts a line; false when time is up. Looks at the clock once in 4,096 lines.</summary>
    public bool Allow(long bytes)
    {
        if (++_lines % Stride != 0) return true;
        if (_lines % (Stride * 16) == 0) progress?.Report(new JudgeProgress(_lines, bytes, totalBytes));
        return !IsOver();
    }

    /// <summary>The same for the second pass, which explains: it may read a stride of lines even where time is up.</summary>
    public bool AllowAgain() => ++_linesAgain % Stride != 0 || !IsOver();

    /// <summary>Whether time is up, or the caller cancelled.</summary>
    public bool IsOver() => cancellationToken.IsCancellationRequested
        || (options.Timeout >= TimeSpan.Zero && options.Time.GetElapsedTime(_start) > options.Timeout);

    /// <summary>The last report: everything was read.</summary>
    public void Done() => progress?.Report(new JudgeProgress(_lines, totalBytes, totalBytes));
}
