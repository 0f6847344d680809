using System.Globalization;
using System.Numerics;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>Reads <c>.cfg</c> files as TLC does.</summary>
public sealed class ConfigParser
{
    private const int MaxDepth = 200;
    private const int MaxDigits = 10_000;

    private static readonly string[] s_statements =
    [
        "CONSTANT", "CONSTANTS", "CONSTRAINT", "CONSTRAINTS", "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "INIT", "NEXT",
        "SPECIFICATION", "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES", "SYMMETRY", "VIEW", "ALIAS",
        "POSTCONDITION", "CHECK_DEADLOCK",
    ];

    private readonly ConfigLexer _lexer;
    private readonly List<ConstantAssignment> _constants = [];
    private readonly List<ConfigName> _invariants = [];
    private readonly List<ConfigName> _properties = [];
    private readonly List<ConfigName> _constraints = [];
    private readonly List<ConfigName> _actionConstraints = [];
    private ConfigFile _file = new();
    private ConfigToken _token;

    private ConfigParser(SourceText source)
    {
        _lexer = new ConfigLexer(source);
        _token = _lexer.Next();
    }

    /// <summary>The file, or null with the first error.</summary>
    public static (ConfigFile? File, Diagnostic? Problem) Parse(SourceText source)
    {
        try
        {
            return (new ConfigParser(source).File(), null);
        }
        catch (ConfigFault fault)
        {
            return (null, fault.Diagnostic);
        }
    }

    private ConfigFile File()
    {
        while (_token.Kind != ConfigTokenKind.End) Statement();
        return _file with
        {
            Constants = [.. _constants],
            Invariants = [.. _invariants],
            Properties = [.. _properties],
            Constraints = [.. _constraints],
            ActionConstraints = [.. _actionConstraints],
        };
    }

    private void Statement()
    {
        var keyword = Take();
        switch (keyword.Text)
        {
            case "CONSTANT" or "CONSTANTS":
                while (IsName()) _constants.Add(Assignment());
                break;
            case "INVARIANT" or "INVARIANTS":
                Names(_invariants);
                break;
            case "PROPERTY" or "PROPERTIES":
                Names(_properties);
                break;
            case "CONSTRAINT" or "CONSTRAINTS":
                Names(_constraints);
                break;
            case "ACTION_CONSTRAINT" or "ACTION_CONSTRAINTS":
                Names(_actionConstraints);
                break;
            case "SPECIFICATION":
                _file = _file with { Specification = Once(_file.Specification, keyword) };
                break;
            case "INIT":
                _file = _file with { Init = Once(_file.Init, keyword) };
                break;
            case "NEXT":
                _file = _file with { Next = Once(_file.Next, keyword) };
                break;
            case "SYMMETRY":
                _file = _file with { Symmetry = Once(_file.Symmetry, keyword) };
                break;
            case "VIEW":
                _file = _file with { View = Once(_file.View, keyword) };
                break;
            case "ALIAS":
                _file = _file with { Alias = Once(_file.Alias, keyword) };
                break;
            case "POSTCONDITION":
                _file = _file with { Postcondition = Once(_file.Postcondition, keyword) };
                break;
            case "CHECK_DEADLOCK":
                _file = _file with { CheckDeadlock = Truth() };
                break;
            default:
                throw Fault("VCF0104", keyword, $"{keyword.Text} begins no statement",
                    "CONSTANT, SPECIFICATION, INIT, NEXT, INVARIANT, PROPERTY, CONSTRAINT, CHECK_DEADLOCK, …");
        }
    }

    private bool IsName() => _token.Kind == ConfigTokenKind.Word && Array.IndexOf(s_statements, _token.Text) < 0;

    private void Names(List<ConfigName> names)
    {
        while (IsName()) names.Add(Name("a name"));
    }

    private ConfigName Once(ConfigName? known, ConfigToken keyword) => known is null
        ? Name($"the name of a definition after {keyword.Text}")
        : throw Fault("VCF0105", keyword, $"{keyword.Text} is given twice", null);

    private ConfigName Name(string expected)
    {
        if (!IsName()) throw Fault("VCF0106", _token, $"found {Show(_token)}", expected);
        var token = Take();
        return new ConfigName(token.Text, token.Span);
    }

    private bool Truth()
    {
        var token = Take();
        return token.Text switch
        {
            "TRUE" => true,
            "FALSE" => false,
            _ => throw Fault("VCF0106", token, $"found {Show(token)}", "TRUE or FALSE"),
        };
    }

    private ConstantAssignment Assignment()
    {
        var name = Name("the name of a constant");
        if (_token is { Kind: ConfigTokenKind.Symbol, Text: "(" }) return Row(name);
        var sign = Take();
        if (sign is { Kind: ConfigTokenKind.Symbol, Text: "=" })
            return new ConstantAssignment.ToValue(name, OptionalModule(), ValueOf(0));
        if (sign is not { Kind: ConfigTokenKind.Symbol, Text: "<-" })
            throw Fault("VCF0106", sign, $"found {Show(sign)}", $"'=' or '<-' after the constant {name.Text}");
        return new ConstantAssignment.ToDefinition(name, OptionalModule(), Name("the name of a definition"));
    }

    private ConstantAssignment.ToRow Row(ConfigName name)
    {
        Expect("(");
        var arguments = Values(")", "',' or ')' behind an argument", 0);
        Expect("=");
        return new ConstantAssignment.ToRow(name, [.. arguments], ValueOf(0));
    }

    private ConfigName? OptionalModule()
    {
        if (_token is not { Kind: ConfigTokenKind.Symbol, Text: "[" }) return null;
        Take();
        var module = Name("the name of a module");
        Expect("]");
        return module;
    }

    private Value ValueOf(int depth)
    {
        if (depth > MaxDepth) throw Fault("VCF0107", _token, $"sets nest deeper than {MaxDepth}", null);
        var token = Take();
        switch (token.Kind)
        {
            case ConfigTokenKind.Number when token.Text.Length > MaxDigits:
                throw Fault("VCF0108", token, $"a number has more than {MaxDigits} digits", null);
            case ConfigTokenKind.Number:
                return IntValue.Of(BigInteger.Parse(token.Text, CultureInfo.InvariantCulture));
            case ConfigTokenKind.String:
                return StringValue.Of(token.Text);
            case ConfigTokenKind.Word when token.Text is "TRUE" or "FALSE":
                return BoolValue.Of(token.Text == "TRUE");
            case ConfigTokenKind.Word when Array.IndexOf(s_statements, token.Text) < 0:
                return ModelValue.Of(token.Text);
            case ConfigTokenKind.Symbol when token.Text == "{":
                return Elements(depth);
            default:
                throw Fault("VCF0106", token, $"found {Show(token)}",
                    "a value: a number, a string, TRUE, FALSE, a model value, or a set of values in braces");
        }
    }

    private ExplicitSet Elements(int depth)
    {
        if (_token is not { Kind: ConfigTokenKind.Symbol, Text: "}" })
            return ExplicitSet.From(Values("}", "',' or '}' in a set", depth));
        Take();
        return ExplicitSet.Empty;
    }

    /// <summary>Values with commas between them, up to the symbol that closes them.</summary>
    private List<Value> Values(string closing, string expected, int depth)
    {
        var values = new List<Value>();
        while (true)
        {
            values.Add(ValueOf(depth + 1));
            var token = Take();
            if (token.Kind == ConfigTokenKind.Symbol && token.Text == closing) return values;
            if (token is not { Kind: ConfigTokenKind.Symbol, Text: "," })
                throw Fault("VCF0106", token, $"found {Show(token)}", expected);
        }
    }

    private void Expect(string symbol)
    {
        var token = Take();
        if (token.Kind != ConfigTokenKind.Symbol || token.Text != symbol)
            throw Fault("VCF0106", token, $"found {Show(token)}", $"'{symbol}'");
    }

    private ConfigToken Take()
    {
        var token = _token;
        _token = _lexer.Next();
        return token;
    }

    private static string Show(ConfigToken token) =>
        token.Kind == ConfigTokenKind.End ? token.Text : $"'{token.Span.Text}'";

    private static ConfigFault Fault(string code, ConfigToken at, string message, string? expected) =>
        new(new Diagnostic(code, at.Span.Location, message, expected));
}
