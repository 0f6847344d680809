using System.Collections.Immutable;
using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Oracle.Rules.Store;
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
        if ((header.Spec & HistorySpec.EventStore) == 0)
        {
            return HistoryJudge.Refuse(new Diagnostic(
                Codes.Spec,
                new Location(name, 1, 1),
                "histories of a bus or a saga are not judged yet",
                "\"spec\":\"eventstore\"",
                Unsupported: true));
        }

        var judge = new StoreJudge(header, limits.Budget);
        var cut = Fold(reader, judge, limits);
        if (reader.Malformed is not null) return HistoryJudge.Refuse(reader.Malformed);
        judge.Log.Truncated = reader.Truncated is not null;
        StoreCounts counts;
        try
        {
            counts = cut == UndeterminedReason.None ? judge.End() : judge.Count();
        }
        catch (MemoryLimitException)
        {
            (cut, counts) = (UndeterminedReason.Memory, judge.Count());
        }

        var explained = NdjsonExplainer.Explain(source, name, options.MaxLineBytes, limits, judge.Rules);
        ImmutableArray<Diagnostic> notes = reader.Truncated is { } note ? [note] : [];
        var report = Conclusion.Of(
            name, judge.Operations, judge.Rules, explained, cut,
            new Counts(counts.Acknowledged, counts.Observed, counts.Unknown, counts.Resolved), notes);
        return new JudgeResult.Judged(report);
    }

    private static UndeterminedReason Fold(HistoryReader reader, StoreJudge judge, Limits limits)
    {
        try
        {
            while (reader.Next())
            {
                judge.Take(reader);
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
