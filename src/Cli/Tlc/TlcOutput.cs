using System.Globalization;
using System.Text.RegularExpressions;
using Verified.Checking;

namespace Verified.Cli;

/// <summary>Reads what TLC writes in its tool mode (<c>-tool</c>): messages, each with a code and a severity.</summary>
/// <remarks>
/// The first message that tells of a violation or an error is the verdict; what follows it is the behaviour and the
/// statistics. Source: <c>tlc2.output.EC</c> and <c>tlc2.output.MP</c> of TLC; a message is
/// <c>@!@!@STARTMSG code:severity @!@!@</c>, lines of text, and <c>@!@!@ENDMSG code @!@!@</c>.
/// </remarks>
internal sealed partial class TlcOutput
{
    private const string Mark = "@!@!@";

    /// <summary>The lines of the message under way.</summary>
    private readonly List<string> _message = [];

    /// <summary>What the parser reports, which it does outside of messages.</summary>
    private readonly List<string> _parserErrors = [];

    private (int Code, int Severity)? _open;
    private TlcResult? _verdict;
    private long? _distinct;
    private long? _generated;

    private enum Code
    {
        AssumptionIsFalse = 2104,
        InvariantIsViolatedInitially = 2107,
        PropertyIsViolatedInitially = 2108,
        InvariantIsViolated = 2110,
        ActionPropertyIsViolated = 2112,
        Deadlock = 2114,
        TemporalPropertyIsViolated = 2116,
        BehaviourUpToThisPoint = 2121,
        Success = 2193,
        Statistics = 2199,
    }

    private enum Severity
    {
        None,
        Error,
        Defect,
        Warning,
        State,
    }

    /// <summary>Takes the next line that TLC wrote.</summary>
    public void Add(string line)
    {
        if (Start().Match(line) is { Success: true } start)
        {
            _open = (Number(start.Groups["code"]), Number(start.Groups["severity"]));
            _message.Clear();
        }
        else if (_open is { } open)
        {
            // A message may hold the text of another one, marks included.
            if (line.StartsWith($"{Mark}ENDMSG {open.Code} ", StringComparison.Ordinal)) Close(open);
            else if (!line.Contains(Mark, StringComparison.Ordinal)) _message.Add(line);
        }
        else if (_parserErrors.Count > 0 || line.StartsWith("***", StringComparison.Ordinal))
        {
            if (line.Length > 0) _parserErrors.Add(line);
        }
    }

    /// <summary>The result, after the last line.</summary>
    /// <param name="exitCode">How the process ended.</param>
    /// <param name="errors">What it wrote to standard error.</param>
    public TlcResult Result(int exitCode, string errors) =>
        (_verdict ?? Unfinished(exitCode, errors)) with { Distinct = _distinct, Generated = _generated };

    private void Close((int Code, int Severity) message)
    {
        var code = (Code)message.Code;
        var text = string.Join('\n', _message).Trim();
        _open = null;
        if (code == Code.Statistics) Count(text);
        if (_verdict is not null || VerdictOf(code, (Severity)message.Severity) is not { } verdict) return;
        text = verdict == Verdict.Holds ? "" : string.Join('\n', [text, .. _parserErrors]);
        _verdict = new TlcResult(verdict, PropertyIn(text), null, null, text);
    }

    private static Verdict? VerdictOf(Code code, Severity severity) => code switch
    {
        Code.Success => Verdict.Holds,
        Code.InvariantIsViolated or Code.InvariantIsViolatedInitially or Code.PropertyIsViolatedInitially
            or Code.ActionPropertyIsViolated or Code.TemporalPropertyIsViolated => Verdict.Violated,
        Code.Deadlock => Verdict.Deadlock,
        Code.AssumptionIsFalse => Verdict.Assumption,
        Code.BehaviourUpToThisPoint => null,
        _ when severity is Severity.Error or Severity.Defect => Verdict.Error,
        _ => null,
    };

    /// <summary>A name; not a place, by which TLC calls a conjunct that has none, nor several names.</summary>
    private static string? PropertyIn(string text) =>
        Property().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    private void Count(string text)
    {
        if (Statistics().Match(text) is not { Success: true } match) return;
        _generated = Number(match.Groups["generated"].Value);
        _distinct = Number(match.Groups["distinct"].Value);
    }

    private static TlcResult Unfinished(int exitCode, string errors)
    {
        var said = errors.Trim();
        return new TlcResult(
            Verdict.Error, null, null, null,
            $"TLC ended with {exitCode} and without a verdict{(said.Length > 0 ? $": {said}" : "")}");
    }

    private static int Number(Group group) => (int)Number(group.Value);

    private static long Number(string digits) =>
        long.Parse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^@!@!@STARTMSG (?<code>\d{1,9}):(?<severity>\d) @!@!@$")]
    private static partial Regex Start();

    [GeneratedRegex(
        @"^(Invariant|Property|Action property|Temporal property|Assumption) (?<name>[A-Za-z_][\w!]*) (is|was) (violated|false)")]
    private static partial Regex Property();

    [GeneratedRegex(@"^(?<generated>[\d,]+) states generated, (?<distinct>[\d,]+) distinct states found")]
    private static partial Regex Statistics();
}
