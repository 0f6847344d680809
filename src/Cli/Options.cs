using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Verified.Cli;

/// <summary>Options that more than one command has.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there.",
    };

    public static Option<TimeSpan?> Timeout() => new("--timeout")
    {
        Description = "Stop as undetermined after this time: 90, 90s, 5m, 1h.",
        HelpName = "TIME",
        CustomParser = result => Parse<TimeSpan>(result, Texts.TryParseDuration, "a time such as 90s or 5m"),
    };

    public static Option<long?> Memory() => new("--memory")
    {
        Description = "Stop as undetermined past this much memory: 512m, 4g.",
        HelpName = "SIZE",
        CustomParser = result => Parse<long>(result, Texts.TryParseSize, "a size such as 512m or 4g"),
    };

    public static Option<int?> Seed() => new("--seed")
    {
        Description = "Decides what is done and when; by default a new one, which is printed.",
        HelpName = "N",
        CustomParser = result => Parse<int>(result, TryParseInteger, "an integer"),
    };

    /// <summary>An integer of 1 or above; null where it is not given.</summary>
    public static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse<int>(result, TryParseCount, "an integer of 1 or above"),
    };

    /// <summary>A seed that nobody chose.</summary>
    public static int NewSeed() => Random.Shared.Next(1, 1_000_000);

    /// <summary>An integer of <paramref name="least"/> or above.</summary>
    public static Option<int> AtLeast(string name, int least, int otherwise, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TryParseInteger(text, out var number) && number >= least) return number;
            result.AddError($"'{text}' is not an integer of {least} or above, as {name} takes.");
            return otherwise;
        },
    };

    /// <summary>One of a few words; null where it is not given.</summary>
    public static Option<string?> OneOf(string name, string description, params string[] words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (words.Contains(text)) return text;
            result.AddError($"'{text}' is not one of {string.Join(", ", words)}, as {name} takes.");
            return null;
        },
    };

    /// <summary>Files to read. A name that begins like an option is taken for a misspelt one.</summary>
    public static Argument<string[]> Files(string name, bool required, string description)
    {
        var argument = new Argument<string[]>(name)
        {
            Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
            Description = description,
        };
        argument.Validators.Add(RefuseUnknownOptions);
        return argument;
    }

    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
            if (token.Value.StartsWith('-'))
                result.AddError($"There is no option '{token.Value}'.");
    }

    private static bool TryParseInteger(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool TryParseCount(string text, out int number) => TryParseInteger(text, out number) && number >= 1;

    private static T? Parse<T>(ArgumentResult result, TryParse<T> parse, string expected)
        where T : struct
    {
        if (parse(result.Tokens[0].Value, out var value)) return value;
        result.AddError($"'{result.Tokens[0].Value}' is not {expected}.");
        return null;
    }

    private delegate bool TryParse<T>(string text, out T value);
}
