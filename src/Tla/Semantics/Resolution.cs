using System.Collections.Immutable;
using Verified.Tla.Modules;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tla.Semantics;

/// <summary>Resolves the names of a module, over EXTENDS and INSTANCE with substitution, and checks levels.</summary>
public static class Resolution
{
    /// <summary>The resolved module, or null with at least one diagnostic.</summary>
    /// <remarks>O(text) for each elaboration: once for the root with all it extends, once for each INSTANCE.</remarks>
    public static (ResolvedModule? Module, ImmutableArray<Diagnostic> Diagnostics) Resolve(
        ModuleSyntax root, IModuleSource modules)
    {
        var session = new ResolutionSession(modules);
        new FirstMentions(session).Of(root);
        var elaboration = Elaborate(session, root);
        if (session.Diagnostics.Count > 0)
            return (null, [.. session.Diagnostics]);
        var symbols = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var name in elaboration.Scope.Names())
            if (elaboration.Scope.TryFind(name, out var symbol))
                symbols.TryAdd(name, symbol);
        foreach (var (name, symbol) in symbols.ToArray())
            if (symbol is InstanceSymbol instance)
                AddInstance(symbols, name, instance);
        var module = new ResolvedModule(
            root.Name.Text,
            [.. session.Variables],
            [.. session.Constants],
            [.. elaboration.Assumptions],
            symbols,
            [.. session.Definitions],
            [root.Span.Source, .. session.Sources]);
        return (module, []);
    }

    /// <summary>The operator of a standard module with this name; null where there is none.</summary>
    public static BuiltinOperator? StandardOperator(string name) =>
        StandardModules.Defining(name) is { } module
            ? StandardModules.Find(module)!.First(e => e.Key == name).Value as BuiltinOperator
            : null;

    /// <summary>Elaborates the root; again while a RECURSIVE operator turns out to be of a higher level than was assumed.</summary>
    private static Elaboration Elaborate(ResolutionSession session, ModuleSyntax root)
    {
        while (true)
        {
            var mark = session.Begin();
            var elaboration = new Resolver(session, new Resolver.Frame(), root.Name.Text).Elaborate(root);
            if (!session.RaiseLevels()) return elaboration;
            session.Rewind(mark);
        }
    }

    // Definitions behind an instance are found as Inst!Name: models name them in INVARIANT and PROPERTY.
    private static void AddInstance(Dictionary<string, Symbol> symbols, string prefix, InstanceSymbol instance)
    {
        foreach (var (name, symbol) in instance.Of.Exports)
        {
            symbols.TryAdd($"{prefix}!{name}", symbol);
            if (symbol is InstanceSymbol inner)
                AddInstance(symbols, $"{prefix}!{name}", inner);
        }
    }
}

/// <summary>What one resolution shares between its elaborations.</summary>
internal sealed class ResolutionSession(IModuleSource modules)
{
    private readonly Dictionary<string, ModuleSyntax?> _parsed = new(StringComparer.Ordinal);
    private readonly Dictionary<Span, Level> _assumedLevels = [];
    private readonly List<(Definition Definition, Span DeclaredAt)> _assumed = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public List<VariableSymbol> Variables { get; } = [];

    public List<ConstantSymbol> Constants { get; } = [];

    /// <summary>Every definition of a module or a LET, as itself and in each instance.</summary>
    public HashSet<Definition> Definitions { get; } = [];

    public List<SourceText> Sources { get; } = [];

    /// <summary>Starts an elaboration of the root.</summary>
    public int Begin()
    {
        Variables.Clear();
        Constants.Clear();
        Definitions.Clear();
        _assumed.Clear();
        return Diagnostics.Count;
    }

    /// <summary>Forgets the diagnostics of an elaboration that is done again.</summary>
    public void Rewind(int mark) => Diagnostics.RemoveRange(mark, Diagnostics.Count - mark);

    /// <summary>The level of a RECURSIVE operator that is used before its definition is complete.</summary>
    /// <remarks>The least at first; if that was wrong, the root is elaborated again with what was found.</remarks>
    public Level Assume(Definition recursive, Span declaredAt)
    {
        _assumed.Add((recursive, declaredAt));
        return _assumedLevels.GetValueOrDefault(declaredAt);
    }

    /// <summary>Raises the assumed levels to those found; false where all were right.</summary>
    public bool RaiseLevels()
    {
        var raised = false;
        foreach (var (definition, declaredAt) in _assumed)
            if (definition.Level > _assumedLevels.GetValueOrDefault(declaredAt))
            {
                _assumedLevels[declaredAt] = definition.Level;
                raised = true;
            }

        return raised;
    }

    /// <summary>What a standard module exports; null for another one, or where a file takes its place.</summary>
    public KeyValuePair<string, Symbol>[]? Standard(string module) =>
        StandardModules.YieldsToFile(module) && modules.Find(module).Text is not null
            ? null
            : StandardModules.Find(module);

    /// <summary>The syntax of another file's module; null, with a diagnostic, where it cannot be had.</summary>
    public ModuleSyntax? Parse(NameSyntax module)
    {
        if (_parsed.TryGetValue(module.Text, out var known))
            return known;
        _parsed[module.Text] = null;
        if (module.Text == "RealTime")
        {
            Refuse("VTL0292", module.Span, "the module RealTime is not supported: its variable is a real number");
            return null;
        }

        var (text, problem) = modules.Find(module.Text);
        if (problem is not null)
            Diagnostics.Add(problem);
        else if (text is null)
            Report("VTL0203", module.Span, $"there is no module {module.Text}",
                $"a file {module.Text}.tla beside the module that names it, or a library folder that holds one");
        else
        {
            Sources.Add(text);
            var result = TlaParser.Parse(text);
            Diagnostics.AddRange(result.Diagnostics);
            _parsed[module.Text] = result.Value;
        }

        return _parsed[module.Text];
    }

    public void Report(string code, Span span, string message, string? expected = null) =>
        Diagnostics.Add(new Diagnostic(code, span.Location, message, expected));

    public void Refuse(string code, Span span, string message) =>
        Diagnostics.Add(new Diagnostic(code, span.Location, message, Unsupported: true));
}
