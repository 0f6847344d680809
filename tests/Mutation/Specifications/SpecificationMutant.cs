using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation.Specifications;

/// <summary>A module that differs from the one of its file in one place.</summary>
/// <param name="Key">What it is, the same as long as the text around it is.</param>
/// <param name="Text">The whole module.</param>
/// <param name="IsTemporal">What changed is said of behaviours only, so no state and no step is another.</param>
internal sealed record SpecificationMutant(MutantKey Key, string Text, bool IsTemporal);

/// <summary>One change of an expression.</summary>
/// <param name="Operator">The mutation operator's name.</param>
/// <param name="Was">What stood there.</param>
/// <param name="Is">What stands there now.</param>
/// <param name="Whole">The expression that the change is in, changed.</param>
internal sealed record Change(string Operator, string Was, string Is, ExprSyntax Whole);
