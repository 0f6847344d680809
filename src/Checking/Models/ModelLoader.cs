using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Syntax;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>Reads a module and its <c>.cfg</c>, resolves, binds and compiles them.</summary>
public sealed class ModelLoader
{
    private readonly List<Diagnostic> _problems = [];
    private readonly List<SourceText> _sources = [];
    private readonly ModelBindings _bindings = new();

    private bool _counts;

    private ModelLoader()
    {
    }

    /// <summary>Loads a model.</summary>
    /// <param name="modulePath">The root module's file.</param>
    /// <param name="configPath">The <c>.cfg</c> file.</param>
    /// <param name="libraries">Folders searched for modules after the root's own.</param>
    /// <param name="counts">Compile so that actions and their conjuncts are counted.</param>
    public static ModelLoad Load(
        string modulePath, string configPath, IReadOnlyList<string>? libraries = null, bool counts = false)
    {
        var loader = new ModelLoader { _counts = counts };
        Model? model = null;
        try
        {
            model = loader.Build(modulePath, configPath, libraries ?? []);
        }
        catch (UnsupportedException refusal)
        {
            loader._problems.Add(refusal.Diagnostic);
        }
        catch (InsufficientExecutionStackException)
        {
            loader._problems.Add(new Diagnostic(
                "VTL0190", new Location(modulePath, 0, 0), "the module is nested too deep", Unsupported: true));
        }

        return new ModelLoad(loader._problems.Count == 0 ? model : null, [.. loader._problems], [.. loader._sources]);
    }

    private Model? Build(string modulePath, string configPath, IReadOnlyList<string> libraries)
    {
        var vocabulary = Vocabulary.Begin();
        if (Read(modulePath) is not { } moduleText || Read(configPath, mayBeEmpty: true) is not { } configText)
            return null;
        // The configuration first: strings and model values are ordered by first mention.
        var (config, problem) = ConfigParser.Parse(configText);
        var parsed = TlaParser.Parse(moduleText);
        _problems.AddRange(parsed.Diagnostics);
        if (parsed.Value is not { } syntax) return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(modulePath))!;
        var (module, diagnostics) = Resolution.Resolve(syntax, new ModuleFiles([folder, .. libraries]));
        _problems.AddRange(diagnostics);
        if (module is null) return null;
        _sources.AddRange(module.Sources);
        if (problem is not null) _problems.Add(problem);
        if (config is null) return null;
        new ConstantBinder(module, _bindings, _problems).Bind(config, configText);
        return _problems.Count == 0
            ? Compile(Path.GetFileName(configPath), Path.GetFileName(modulePath), module, config, vocabulary)
            : null;
    }

    private SourceText? Read(string path, bool mayBeEmpty = false)
    {
        var file = SourceFile.Read(path, mayBeEmpty);
        if (file.Text is { } text)
        {
            _sources.Add(text);
            return text;
        }

        _problems.Add(file.Diagnostic!);
        return null;
    }

    private Model? Compile(
        string name, string file, ResolvedModule module, ConfigFile config, Vocabulary vocabulary)
    {
        var compiled = CompiledModel.Create(module, _bindings, vocabulary, _counts);
        var hasBehaviour = SetBehaviour(compiled, module, config, out var fairness);
        var formulas = new ModelFormulas(compiled, module, _problems);
        formulas.AddProperties(config.Properties);
        ImmutableArray<Formula> invariants =
            [.. formulas.StateFormulas(config.Invariants, "an invariant"), .. formulas.Invariants];
        var model = new Model(name, file, compiled)
        {
            HasBehaviour = hasBehaviour,
            Behaviour = config.Specification?.Text ?? $"{config.Init?.Text} {config.Next?.Text}",
            Assumptions = [.. module.Assumptions.Select(a => compiled.Assumption(a.Name ?? "ASSUME", a.Body))],
            Invariants = invariants,
            Premises = _counts ? [.. invariants.SelectMany(i => compiled.Premises(i))] : [],
            InitialProperties = [.. formulas.Initial],
            ActionProperties = [.. formulas.Actions],
            Fairness = fairness,
            TemporalProperties = [.. formulas.Temporal],
            Constraints = formulas.StateFormulas(config.Constraints, "a constraint"),
            ActionConstraints = formulas.ActionFormulas(config.ActionConstraints),
            Symmetry = formulas.Symmetry(config.Symmetry),
            View = formulas.StateFormula(config.View, "a view"),
            Alias = formulas.ActionFormula(config.Alias, "an alias"),
            Postcondition = formulas.StateFormula(config.Postcondition, "a postcondition"),
            CheckDeadlock = config.CheckDeadlock,
        };
        return _problems.Count == 0 ? model : null;
    }

    private bool SetBehaviour(
        CompiledModel compiled, ResolvedModule module, ConfigFile config, out ImmutableArray<TemporalProperty> fairness)
    {
        fairness = [];
        if (config.Specification is { } specification)
        {
            if (config.Init is { } init)
                Report("VCF0201", init, "INIT is given beside SPECIFICATION", "one of the two");
            if (Find(module, specification) is not { } definition) return false;
            fairness = compiled.SetBehaviour(definition);
            return true;
        }

        if (config.Init is null && config.Next is null) return false;
        if (config.Init is not { } initial || config.Next is not { } next)
        {
            var one = config.Init ?? config.Next!.Value;
            Report("VCF0202", one, "INIT and NEXT go together", config.Init is null ? "INIT" : "NEXT");
            return false;
        }

        if (Find(module, initial) is not { } first || Find(module, next) is not { } step) return false;
        compiled.SetBehaviour(first, step);
        return true;
    }

    private Definition? Find(ResolvedModule module, ConfigName name) =>
        ModelFormulas.Find(module, name, _bindings, _problems);

    private void Report(string code, ConfigName at, string message, string expected) =>
        _problems.Add(new Diagnostic(code, at.Span.Location, message, expected));
}
