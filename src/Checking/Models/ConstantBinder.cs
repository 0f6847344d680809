using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>Binds the names that CONSTANT speaks of to values and definitions.</summary>
internal sealed class ConstantBinder(ResolvedModule module, ModelBindings bindings, List<Diagnostic> problems)
{
    // The operators that are given values row by row.
    private readonly Dictionary<Symbol, Dictionary<Value, Value>> _tables = [];

    public void Bind(ConfigFile config, SourceText text)
    {
        foreach (var assignment in config.Constants)
            Bind(assignment);
        foreach (var (symbol, rows) in _tables)
            bindings.Replacements.TryAdd(symbol, BuiltinOperator.Table(symbol.Name, symbol.Arity, rows));
        foreach (var constant in module.Constants)
            if (!bindings.Values.ContainsKey(constant) && !bindings.Replacements.ContainsKey(constant))
                problems.Add(new Diagnostic("VCF0203", new Location(text.Path, 0, 0),
                    $"the constant {constant.Name}, declared at {constant.Span}, has no value",
                    $"CONSTANT {constant.Name} = … or {constant.Name} <- …"));
    }

    private void Bind(ConstantAssignment assignment)
    {
        switch (assignment)
        {
            case ConstantAssignment.ToValue { Module: { } of, Value: var value }:
                foreach (var definition in DefinitionsIn(of, assignment.Name))
                    GiveValue(assignment.Name, definition, value);
                break;
            case ConstantAssignment.ToValue { Value: var value }:
                // TLC lets a model give values to names that the specification does not have: model values to speak of.
                if (module.Symbols.TryGetValue(assignment.Name.Text, out var symbol))
                    GiveValue(assignment.Name, symbol, value);
                break;
            case ConstantAssignment.ToRow row:
                if (Symbol(assignment.Name) is { } tabled) AddRow(row, tabled);
                break;
            case ConstantAssignment.ToDefinition { Module: { } of, Definition: var by }:
                if (StandardOperator(assignment.Name, of) is { } standard) ReplaceInModule(of, standard, by);
                else
                    foreach (var definition in DefinitionsIn(of, assignment.Name))
                        Replace(assignment.Name, definition, by);
                break;
            case ConstantAssignment.ToDefinition { Definition: var by }:
                if (Symbol(assignment.Name) is not { } replaced) break;
                Replace(assignment.Name, replaced, by);
                ReplaceInInstances(replaced, by);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void AddRow(ConstantAssignment.ToRow row, Symbol symbol)
    {
        if (symbol.Arity != row.Arguments.Length)
        {
            Report("VCF0206", row.Name, $"{symbol.Name} takes {symbol.Arity} arguments, here are {row.Arguments.Length}", null);
            return;
        }

        if (!_tables.TryGetValue(symbol, out var rows)) _tables[symbol] = rows = [];
        if (!rows.TryAdd(TupleValue.Of(row.Arguments.AsSpan()), row.Value))
            Report("VCF0205", row.Name, $"{symbol.Name} is given a value twice at {string.Join(", ", row.Arguments)}", null);
    }

    private void GiveValue(ConfigName name, Symbol symbol, Value value)
    {
        if (symbol.Arity > 0)
            Report("VCF0204", name,
                $"{symbol.Name} is an operator of {symbol.Arity} arguments and cannot be given a value", "<-");
        else if (!bindings.Values.TryAdd(symbol, value))
            Report("VCF0205", name, $"{symbol.Name} is given a value twice", null);
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

    // A module that is extended and instantiated: inside of it a name means the same in every instance.
    private void ReplaceInInstances(Symbol replaced, ConfigName by)
    {
        if (replaced is not Definition definition || !bindings.Replacements.TryGetValue(definition, out var target)) return;
        foreach (var other in module.Definitions)
            if (!ReferenceEquals(other, definition) && other.Span == definition.Span)
            {
                if (other.Implicit > 0)
                    problems.Add(new Diagnostic("VCF0193", by.Span.Location,
                        $"{definition.Name} is replaced, but its module {definition.Module} is instantiated with parameters"
                        + " too; that is not supported", Unsupported: true));
                bindings.InnerReplacements.TryAdd(other, target);
            }
    }

    private BuiltinOperator? StandardOperator(ConfigName name, ConfigName of) =>
        module.Definitions.Any(d => d.Module == of.Text && d.Name == name.Text)
            ? null
            : Resolution.StandardOperator(name.Text);

    private void ReplaceInModule(ConfigName of, BuiltinOperator standard, ConfigName by)
    {
        if (Symbol(by) is not { } target) return;
        if (target.Arity != standard.Arity)
            Report("VCF0206", by, $"{target.Name} takes {target.Arity} arguments, {standard.Name} takes {standard.Arity}", null);
        else if (!module.Sources.Any(s => Path.GetFileNameWithoutExtension(s.Path) == of.Text))
            Report("VCF0207", of, $"no module {of.Text} was read", null);
        else
            bindings.ModuleReplacements[(of.Text, standard.Name)] = target;
    }

    private List<Definition> DefinitionsIn(ConfigName of, ConfigName name)
    {
        var found = new List<Definition>();
        foreach (var definition in module.Definitions)
            if (definition.Module == of.Text && definition.Name == name.Text)
                found.Add(definition);
        if (found.Count == 0)
            problems.Add(new Diagnostic("VCF0192", of.Span.Location,
                $"a replacement inside module {of.Text} of {name.Text}, which it does not define itself, is not supported",
                Unsupported: true));
        return found;
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
