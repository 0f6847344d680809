using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Verified.Oracle.History;
using Verified.Oracle.Rules;

namespace Verified.Oracle;

/// <summary>
/// Reads a history a second time for the lines that violations refer to, completes them to whole operations, and puts
/// names where sentences refer to them. The judgement itself keeps no text.
/// </summary>
internal sealed class NdjsonExplainer
{
    // Lines whose text or index somebody needs.
    private readonly HashSet<uint> _wanted = [];
    private readonly Dictionary<uint, long> _indices = [];
    private readonly Dictionary<uint, string> _texts = [];

    // From each line of an operation that is wanted to its other line.
    private readonly Dictionary<uint, uint> _partners = [];

    private NdjsonExplainer()
    {
    }

    public static Explained Explain(Stream source, string name, int maxLineBytes, Limits limits, IReadOnlyList<Rule> rules)
    {
        var explainer = new NdjsonExplainer();
        foreach (var rule in rules)
        {
            if (rule.First is { } violation) explainer.Want(violation);
            if (rule.Remark is { } remark) References.CollectLines(remark, explainer._wanted);
        }

        if (explainer._wanted.Count > 0)
        {
            source.Position = 0;
            explainer.Read(new HistoryReader(source, name, maxLineBytes), limits);
        }

        return explainer.Result(rules);
    }

    private void Want(Violation violation)
    {
        foreach (var line in violation.Lines)
            if (line != 0)
                _wanted.Add(line);
        References.CollectLines(violation.Sentence, _wanted);
    }

    private void Read(HistoryReader reader, Limits limits)
    {
        var last = 0u;
        foreach (var line in _wanted) last = Math.Max(last, line);
        var open = new Dictionary<long, (uint Line, long Index, byte[] Bytes)>();
        var pending = new HashSet<long>();
        reader.Header();
        while ((reader.Line.Number < last || pending.Count > 0) && reader.Next())
        {
            if (!limits.AllowAgain())
            {
                // Their completions may be wanted too: an operation is shown whole or not at all.
                foreach (var process in pending) _texts.Remove(open[process].Line);
                return;
            }

            var line = reader.Line;
            if (_wanted.Contains(line.Number)) Keep(line.Number, line.Index, reader.Bytes);
            if (line.Type == LineType.Invoke)
            {
                open[line.Process] = (line.Number, line.Index, reader.Bytes.ToArray());
                if (_wanted.Contains(line.Number)) pending.Add(line.Process);
            }
            else if (open.Remove(line.Process, out var invoke))
            {
                if (!pending.Remove(line.Process) && !_wanted.Contains(line.Number)) continue;
                Keep(invoke.Line, invoke.Index, invoke.Bytes);
                Keep(line.Number, line.Index, reader.Bytes);
                _partners[invoke.Line] = line.Number;
                _partners[line.Number] = invoke.Line;
            }
        }
    }

    private void Keep(uint line, long index, ReadOnlySpan<byte> bytes)
    {
        _indices[line] = index;
        _texts[line] = Encoding.UTF8.GetString(bytes);
    }

    private Explained Result(IReadOnlyList<Rule> rules)
    {
        var violations = new Dictionary<Rule, (ImmutableArray<long>, string)>();
        var remarks = new Dictionary<Rule, string>();
        var quoted = ImmutableSortedDictionary.CreateBuilder<long, string>();
        foreach (var rule in rules)
        {
            if (rule.Remark is { } remark) remarks[rule] = Sentence(remark);
            if (rule.First is not { } violation) continue;
            var lines = new SortedSet<uint>();
            foreach (var line in violation.Lines)
            {
                if (!_texts.ContainsKey(line)) continue;
                lines.Add(line);
                if (_partners.TryGetValue(line, out var partner)) lines.Add(partner);
            }

            var witness = ImmutableArray.CreateBuilder<long>();
            foreach (var line in lines)
            {
                witness.Add(_indices[line]);
                quoted[_indices[line]] = _texts[line];
            }

            violations[rule] = IsWhole(violation)
                ? (witness.ToImmutable(), Sentence(violation.Sentence))
                : ([], Explained.NoTime);
        }

        return new Explained(violations, remarks, quoted.ToImmutable());
    }

    /// <summary>Whether every line that the violation needs was found before time was up.</summary>
    private bool IsWhole(Violation violation)
    {
        foreach (var line in violation.Lines)
            if (line != 0 && !_texts.ContainsKey(line))
                return false;
        return IsWhole(violation.Sentence);
    }

    private bool IsWhole(string sentence)
    {
        var lines = new HashSet<uint>();
        References.CollectLines(sentence, lines);
        return lines.IsSubsetOf(_texts.Keys);
    }

    private string Sentence(string sentence) =>
        IsWhole(sentence) ? References.Replace(sentence, Resolve) : Explained.NoTime;

    private string Resolve(string what, uint line, int ordinal)
    {
        if (what == "line") return _indices.TryGetValue(line, out var index) ? $"{index}" : "?";
        if (!_texts.TryGetValue(line, out var text)) return "?";
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var (array, at, member) = References.Place(what, ordinal);
        if (root.TryGetProperty(array, out var list) && at >= 0 && at < list.GetArrayLength()
            && list[at].TryGetProperty(member, out var own))
            return Quote(own);
        if (root.TryGetProperty(what, out var shared)) return Quote(shared);
        return _partners.TryGetValue(line, out var partner) && partner < line ? Resolve(what, partner, -1) : "?";
    }

    private static string Quote(JsonElement name)
    {
        var text = name.GetString() ?? "";
        return text.Length > 60 ? $"'{text[..60]}…'" : $"'{text}'";
    }
}
