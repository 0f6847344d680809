using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Verified.Oracle.History;
using Verified.Oracle.Rules;

namespace Verified.Oracle.Jepsen;

/// <summary>Reads a Jepsen history a second time for the operations that violations refer to.</summary>
internal static class EdnExplainer
{
    public static Explained Explain(Stream source, string name, int maxValueBytes, Limits limits, IReadOnlyList<Rule> rules)
    {
        var wanted = new HashSet<uint>();
        foreach (var rule in rules)
            if (rule.First is { } violation)
                wanted.UnionWith(violation.Lines);
        wanted.Remove(0);
        var kept = new Dictionary<uint, (long Index, string Text, uint Partner)>();
        if (wanted.Count > 0)
        {
            source.Position = 0;
            Read(new EdnReader(source, name, maxValueBytes), limits, wanted, kept);
        }

        return Result(rules, kept);
    }

    private static void Read(
        EdnReader reader, Limits limits, HashSet<uint> wanted, Dictionary<uint, (long Index, string Text, uint Partner)> kept)
    {
        var operation = new JepsenOperation();
        var open = new Dictionary<long, (uint Number, long Index, string Text)>();
        while (reader.Next() && operation.Take(reader))
        {
            if (!limits.AllowAgain())
            {
                // Their completions may be wanted too: an operation is shown whole or not at all.
                foreach (var invoke in open.Values) kept.Remove(invoke.Number);
                return;
            }

            if (!operation.IsClient) continue;
            var text = wanted.Contains(operation.Number) || operation.Type == LineType.Invoke
                ? Encoding.UTF8.GetString(reader.Value)
                : "";
            if (wanted.Contains(operation.Number)) kept[operation.Number] = (operation.Index, text, 0);
            if (operation.Type == LineType.Invoke) open[operation.Process] = (operation.Number, operation.Index, text);
            else if (open.Remove(operation.Process, out var invoke)
                && (wanted.Contains(invoke.Number) || wanted.Contains(operation.Number)))
            {
                kept[invoke.Number] = (invoke.Index, invoke.Text, operation.Number);
                kept[operation.Number] = (operation.Index, Encoding.UTF8.GetString(reader.Value), invoke.Number);
            }
        }
    }

    private static Explained Result(
        IReadOnlyList<Rule> rules, Dictionary<uint, (long Index, string Text, uint Partner)> kept)
    {
        var violations = new Dictionary<Rule, (ImmutableArray<long>, string)>();
        var remarks = new Dictionary<Rule, string>();
        var quoted = ImmutableSortedDictionary.CreateBuilder<long, string>();
        foreach (var rule in rules)
        {
            if (rule.Open is { } open) remarks[rule] = open.Explanation;
            if (rule.First is not { } violation) continue;
            if (!Array.TrueForAll(violation.Lines, number => number == 0 || kept.ContainsKey(number)))
            {
                violations[rule] = ([], Explained.NoTime);
                continue;
            }

            var witness = new SortedSet<long>();
            foreach (var number in violation.Lines)
            {
                if (!kept.TryGetValue(number, out var line)) continue;
                Quote(line);
                if (line.Partner != 0) Quote(kept[line.Partner]);
            }

            violations[rule] = ([.. witness], References.Replace(violation.Sentence, (_, number, _) =>
                kept[number].Index.ToString(CultureInfo.InvariantCulture)));

            void Quote((long Index, string Text, uint Partner) line)
            {
                witness.Add(line.Index);
                quoted[line.Index] = line.Text;
            }
        }

        return new Explained(violations, remarks, quoted.ToImmutable());
    }
}
