using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Tla.Source;

namespace Verified.Oracle.Jepsen;

/// <summary>Judges a Jepsen history: reads operations, folds them, concludes, explains.</summary>
internal static class EdnJudgement
{
    public static JudgeResult Judge(Stream source, string name, JudgeOptions options, Limits limits)
    {
        var reader = new EdnReader(source, name, options.MaxLineBytes);
        var judge = new LogJudge(limits.Budget);
        var operation = new JepsenOperation();
        var cut = Fold(reader, operation, judge, limits);
        if (reader.Malformed is not null) return HistoryJudge.Refuse(reader.Malformed);
        if (operation.Number == 0)
            return HistoryJudge.Refuse(new Diagnostic(Codes.Empty, new Location(name, 0, 0), "the history is empty", "operations"));
        if (!judge.IsLogShaped && cut == UndeterminedReason.None)
        {
            return HistoryJudge.Refuse(new Diagnostic(
                Codes.Format, new Location(name, 0, 0), "no operation of this history sends or polls",
                "a log-shaped history (:send, :poll, :txn)", Unsupported: true));
        }

        Counts counts;
        try
        {
            counts = cut == UndeterminedReason.None ? judge.End() : judge.Count();
        }
        catch (MemoryLimitException)
        {
            (cut, counts) = (UndeterminedReason.Memory, judge.Count());
        }

        var explained = EdnExplainer.Explain(source, name, options.MaxLineBytes, limits, judge.Rules);
        return new JudgeResult.Judged(Conclusion.Of(name, judge.Operations, judge.Rules, explained, cut, counts, []));
    }

    private static UndeterminedReason Fold(EdnReader reader, JepsenOperation operation, LogJudge judge, Limits limits)
    {
        try
        {
            while (reader.Next() && operation.Take(reader))
            {
                judge.Take(operation, reader);
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
