namespace Verified.Oracle;

/// <summary>How a history is written down.</summary>
public enum HistoryFormat
{
    /// <summary>By the file's name: <c>.edn</c> is EDN, anything else NDJSON.</summary>
    Auto,

    /// <summary>The oracle's own <c>eda/1</c>.</summary>
    Ndjson,

    /// <summary>Jepsen's, as EDN.</summary>
    Edn,
}

/// <summary>Limits and choices of a judgement.</summary>
public sealed record JudgeOptions
{
    /// <summary>How the history is written down; default: by the file's name.</summary>
    public HistoryFormat Format { get; init; }

    /// <summary>Most bytes the tables may take before the verdict is undetermined (memory); default: no limit.</summary>
    public long MemoryBytes { get; init; } = long.MaxValue;

    /// <summary>Longest time before the verdict is undetermined (timeout); default: none.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Longest line, or EDN form, that is read; a longer one is refused. Default 32 MB.</summary>
    public int MaxLineBytes { get; init; } = 32 << 20;

    /// <summary>Measures the timeout; default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How far a judgement has come.</summary>
/// <param name="Lines">Lines judged.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="TotalBytes">Bytes there are, or −1 where nobody knows.</param>
public readonly record struct JudgeProgress(long Lines, long Bytes, long TotalBytes);
