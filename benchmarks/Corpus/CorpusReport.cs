using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Verified.Corpus;

/// <summary>The table of all answers, a line for each as it comes, and the figures at its end.</summary>
internal sealed class CorpusReport
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private readonly TextWriter _output;
    private readonly List<Answer> _answers = [];
    private readonly int _nameWidth;

    public CorpusReport(TextWriter output, CorpusModel[] models)
    {
        _output = output;
        _nameWidth = models.Select(m => m.Name.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Some model got another verdict, or other counts, than recorded.</summary>
    public bool HasWrongAnswer => _answers.Exists(a => a.Comparison is Comparison.Disagree or Comparison.CountsDiffer);

    public void Add(Answer answer)
    {
        _answers.Add(answer);
        var model = answer.Model;
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Word(answer.Comparison),-13} {model.Name.PadRight(_nameWidth)}  {answer.Seconds,6:0.0} s  "
            + $"{Result(model.Result, model.Distinct, model.Generated)}"));
        if (answer.Comparison == Comparison.Agree) return;
        var ours = answer is { Comparison: Comparison.Unsupported, Distinct: 0 }
            ? answer.Why
            : $"here {Result(answer.Result, answer.Distinct, answer.Generated)}{(answer.Why is null ? "" : "; " + answer.Why)}";
        _output.WriteLine($"{"",-13} {ours}");
    }

    /// <summary>Writes how many agree.</summary>
    public void WriteSummary()
    {
        var recorded = _answers.Where(a => a.Model is { Distinct: not null, Generated: not null }).ToList();
        _output.WriteLine();
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_answers.Count} models: verdict equal on {_answers.Count(a => a.Result == a.Model.Result)}, "
            + $"distinct and generated equal on {recorded.Count(a => a.HasEqualCounts)} of {recorded.Count} with recorded counts"));
        foreach (var group in _answers.GroupBy(a => a.Comparison).OrderBy(g => g.Key))
            _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(group.Key),-13} {group.Count(),4}"));
    }

    public string ToJson() => JsonSerializer.Serialize(_answers.Select(a => new
    {
        Model = a.Model.Name,
        Comparison = Word(a.Comparison),
        Expected = new { a.Model.Result, a.Model.Distinct, a.Model.Generated },
        Actual = new { a.Result, a.Distinct, a.Generated },
        a.Why,
        Seconds = Math.Round(a.Seconds, 2),
    }), s_json);

    private static string Result(string result, long? distinct, long? generated) => string.Create(
        CultureInfo.InvariantCulture, $"{result}{(distinct is null ? "" : $", {distinct:N0} distinct, {generated:N0} generated")}");

    private static string Word(Comparison comparison) => comparison switch
    {
        Comparison.Agree => "agree",
        Comparison.CountsDiffer => "COUNTS DIFFER",
        Comparison.Unsupported => "unsupported",
        Comparison.Incomplete => "incomplete",
        Comparison.OverTime => "over time",
        Comparison.Disagree => "DISAGREE",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
