using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Verified.Tla.Syntax;

/// <summary>Prints syntax as TLA+ text: canonical symbols, parentheses only where the tree needs
/// them, junction lists
/// as lists. Parsing the text and printing again gives the same text.</summary>
/// <remarks>Recursive: trees from <see cref="TlaParser"/> are never too deep. One printer per
/// text.</remarks>
public sealed partial class SyntaxPrinter
{
    private readonly StringBuilder _text = new();
    private int _lineStart;

    private SyntaxPrinter()
    {
    }

    public static string Print(ExprSyntax expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var printer = new SyntaxPrinter();
        printer.Write(expression);
        return printer._text.ToString();
    }

    public static string Print(ModuleSyntax module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var printer = new SyntaxPrinter();
        printer.WriteModule(module);
        return printer._text.ToString();
    }

    public static string Print(UnitSyntax unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var printer = new SyntaxPrinter();
        printer.WriteUnit(unit);
        return printer._text.ToString();
    }

    private int Column => _text.Length - _lineStart;

    private void NewLine(int column)
    {
        _text.Append('\n');
        _lineStart = _text.Length;
        _text.Append(' ', column);
    }

    private void WriteList<T>(ImmutableArray<T> items, Action<T> write, string separator = ", ")
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) _text.Append(separator);
            write(items[i]);
        }
    }

    private void WriteNames(ImmutableArray<NameSyntax> names) =>
        WriteList(names, name => _text.Append(name.Text));

    private void WriteBetween(string open, ImmutableArray<ExprSyntax> items, string close)
    {
        _text.Append(open);
        WriteList(items, Write);
        _text.Append(close);
    }

    private void WriteString(string value)
    {
        _text.Append('"');
        foreach (var c in value)
            _text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                '\f' => "\\f",
                _ => c.ToString(),
            });
        _text.Append('"');
    }

    private void WriteNumber(System.Numerics.BigInteger value) =>
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
}
