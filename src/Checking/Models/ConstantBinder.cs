using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Source;

namespace Verified.Checking.Models;

/// <summary>Binds the names that CONSTANT speaks of to values and definitions.</summary>
internal sealed class ConstantBinder(ResolvedModule module, ModelBindings bindings, List<Diagnostic> problems)
{
    public void Bind(ConfigFile config, SourceText text)
    {
        foreach (var assignment in config.Constants)
            Bind(assignment);
        foreach (var constant in module.Constants)
            if (!bindings.Values.ContainsKey(constant) && !bindings.Replacements.ContainsKey(constant))
                problems.Add(new Diagnostic("VCF0203", new Location(text.Path, 0, 0),
                    $"the constant {constant.Name}, declared at {constant.Span}, has no value",
                    $"CONSTANT {constant.Name} = … or {constant.Name} <- …"));
    }

    private void Bind(ConstantAssignment assignment)
    {
        if (Symbol(assignment.Name) is not { } symbol) return;
        switch (assignment)
        {
            case ConstantAssignment.ToValue { Value: var value }:
                if (symbol.Arity > 0)
                    Report("VCF0204", assignment.Name,
                        $"{symbol.Name} is an operator of {symbol.Arity} arguments and cannot be given a value", "<-");
                else if (!bindings.Values.TryAdd(symbol, value))
                    Report("VCF0205", assignment.Name, $"{symbol.Name} is given a value twice", null);
                break;
            case ConstantAssignment.ToDefinition { Module: { } of }:
                problems.Add(new Diagnostic("VCF0192", of.Span.Location,
                    "a replacement inside one module (<- [M]) is not supported yet", Unsupported: true));
                break;
            case ConstantAssignment.ToDefinition { Definition: var definition }:
                Replace(assignment.Name, symbol, definition);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Replace(ConfigName name, Symbol symbol, ConfigName by)
    {
        if (Symbol(by) is not { } target) return;
        if (target.Arity != symbol.Arity)
            Report("VCF0206", by,
                $"{target.Name} takes {target.Arity} arguments, {symbol.Name} takes {symbol.Arity}", null);
        else if (!bindings.Replacements.TryAdd(symbol, target))
            Report("VCF0205", name, $"{symbol.Name} is replaced twice", null);
    }

    private Symbol? Symbol(ConfigName name)
    {
        if (module.Symbols.TryGetValue(name.Text, out var symbol)) return symbol;
        var hint = Spelling.Nearest(name.Text, module.Symbols.Keys);
        Report("VCF0207", name, $"module {module.Name} has no {name.Text}", hint is null ? null : $"{hint}, perhaps");
        return null;
    }

    private void Report(string code, ConfigName at, string message, string? expected) =>
        problems.Add(new Diagnostic(code, at.Span.Location, message, expected));
}
