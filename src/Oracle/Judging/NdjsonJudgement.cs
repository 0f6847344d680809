using System.Collections.Immutable;
using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Tla.Source;

namespace Verified.Oracle;

/// <summary>Judges an <c>eda/1</c> history: header, lines, conclusion, explanation.</summary>
internal static class NdjsonJudgement
{
    public static JudgeResult Judge(Stream source, string name, JudgeOptions options, Limits limits)
    {
        var reader = new HistoryReader(source, name, options.MaxLineBytes);
        if (reader.Header() is not { } header || reader.Malformed is not null)
            return HistoryJudge.Refuse(reader.Malformed!);
        var fold = new HistoryFold(header, limits.Budget);
        var cut = Read(reader, fold, limits);
        if (reader.Malformed is not null) return HistoryJudge.Refuse(reader.Malformed);
        if (fold.Store is { } store) store.Truncated = reader.Truncated is not null;
        try
        {
            if (cut == UndeterminedReason.None) fold.Conclude();
        }
        catch (MemoryLimitException)
        {
            cut = UndeterminedReason.Memory;
        }

        var explained = NdjsonExplainer.Explain(source, name, options.MaxLineBytes, limits, fold.Rules);
        ImmutableArray<Diagnostic> notes = reader.Truncated is { } note ? [note] : [];
        return new JudgeResult.Judged(
            Conclusion.Of(name, fold.Operations, fold.Rules, explained, cut, fold.Count(), notes));
    }

    private static UndeterminedReason Read(HistoryReader reader, HistoryFold fold, Limits limits)
    {
        try
        {
            while (reader.Next())
            {
                fold.Take(reader);
                if (reader.Malformed is not null) break;
                if (!limits.Allow(reader.Consumed)) return UndeterminedReason.Timeout;
            }

            if (limits.IsOver()) return UndeterminedReason.Timeout;
            limits.Done();
            return UndeterminedReason.None;
        }
        catch (MemoryLimitException)
        {
            return UndeterminedReason.Memory;
        }
    }
}
