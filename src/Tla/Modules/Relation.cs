using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Relation: relations on a set S, as functions from <c>S \X S</c> to truth values or as operators.</summary>
internal static class Relation
{
    private static readonly (string Name, Func<Matrix, bool> Holds)[] s_properties =
    [
        ("IsReflexive", static r => r.ForAll(x => r[x, x])),
        ("IsIrreflexive", static r => r.ForAll(x => !r[x, x])),
        ("IsSymmetric", static r => r.ForAll((x, y) => r[x, y] == r[y, x])),
        ("IsAntiSymmetric", static r => r.IsAntiSymmetric),
        ("IsAsymmetric", static r => r.ForAll((x, y) => !(r[x, y] && r[y, x]))),
        ("IsTransitive", static r => r.IsTransitive),
        ("IsStrictlyPartiallyOrdered", static r => r.IsStrict && r.IsAntiSymmetric && r.IsTransitive),
        ("IsPartiallyOrdered", static r => r.IsReflexive && r.IsAntiSymmetric && r.IsTransitive),
        ("IsStrictlyTotallyOrdered", static r => r.IsStrict && r.IsAntiSymmetric && r.IsTransitive
            && r.ForAll((x, y) => x == y || r[x, y] || r[y, x])),
        ("IsTotallyOrdered", static r => r.IsReflexive && r.IsAntiSymmetric && r.IsTransitive
            && r.ForAll((x, y) => r[x, y] || r[y, x])),
    ];

    public static readonly BuiltinOperator[] All =
    [
        .. s_properties.Select(p => BuiltinOperator.Of(p.Name, (r, s) => BoolValue.Of(p.Holds(Matrix.Of(r, s, p.Name))))),
        .. s_properties.Select(p => BuiltinOperator.Of($"{p.Name}Under", 2, call =>
            BoolValue.Of(p.Holds(Matrix.Of(call.Operator(0), call[1], p.Name))), [2, 0])),
        BuiltinOperator.Of("TransitiveClosure", static (r, s) =>
            Matrix.Of(r, s, "TransitiveClosure").Close(isReflexive: false).ToFunction()),
        BuiltinOperator.Of("ReflexiveTransitiveClosure", static (r, s) =>
            Matrix.Of(r, s, "ReflexiveTransitiveClosure").Close(isReflexive: true).ToFunction()),
        BuiltinOperator.Of("IsConnected", static (r, s) =>
        {
            var closure = Matrix.Of(r, s, "IsConnected").Close(isReflexive: true);
            return BoolValue.Of(closure.ForAll((x, y) => closure[x, y]));
        }),
    ];

    /// <summary>A relation on the elements of a set, by their places.</summary>
    internal sealed class Matrix(ExplicitSet set, bool[,] related)
    {
        public bool this[int x, int y] => related[x, y];

        public bool IsReflexive => ForAll(x => this[x, x]);

        public bool IsStrict => ForAll(x => !this[x, x]);

        public bool IsAntiSymmetric => ForAll((x, y) => x == y || !(this[x, y] && this[y, x]));

        public bool IsTransitive => ForAll((x, y) => !this[x, y] || ForAll(z => !this[y, z] || this[x, z]));

        public static Matrix Of(Value relation, Value set, string op)
        {
            var function = Function(relation, op);
            return Of(Set(set, op).ToExplicit(), (x, y) => Boolean(function.Apply(TupleValue.Of(x, y)), op));
        }

        public static Matrix Of(OperatorArgument relation, Value set, string op) =>
            Of(Set(set, op).ToExplicit(), (x, y) => Boolean(relation(x, y), op));

        public static Matrix Of(ExplicitSet set, Func<Value, Value, bool> relation)
        {
            var related = new bool[set.Count, set.Count];
            for (var x = 0; x < set.Count; x++)
                for (var y = 0; y < set.Count; y++)
                    related[x, y] = relation(set.Elements[x], set.Elements[y]);
            return new Matrix(set, related);
        }

        public bool ForAll(Func<int, bool> holds)
        {
            for (var x = 0; x < set.Count; x++)
                if (!holds(x))
                    return false;
            return true;
        }

        public bool ForAll(Func<int, int, bool> holds) => ForAll(x => ForAll(y => holds(x, y)));

        /// <summary>The least transitive relation that contains this one. Source: Warshall (1962).</summary>
        public Matrix Close(bool isReflexive)
        {
            var closed = (bool[,])related.Clone();
            for (var x = 0; isReflexive && x < set.Count; x++) closed[x, x] = true;
            for (var middle = 0; middle < set.Count; middle++)
                for (var x = 0; x < set.Count; x++)
                    for (var y = 0; closed[x, middle] && y < set.Count; y++)
                        closed[x, y] |= closed[middle, y];
            return new Matrix(set, closed);
        }

        /// <summary><c>[x, y \in S |-> …]</c>.</summary>
        public FunctionLike ToFunction() => FunctionLike.Construct(new ProductSet([set, set]), pair =>
        {
            var items = ((TupleValue)pair).Items;
            return BoolValue.Of(related[set.IndexOf(items[0]), set.IndexOf(items[1])]);
        });

        /// <summary>The pairs that are related.</summary>
        public ExplicitSet ToPairs()
        {
            var pairs = new List<Value>();
            for (var x = 0; x < set.Count; x++)
                for (var y = 0; y < set.Count; y++)
                    if (related[x, y])
                        pairs.Add(TupleValue.Of(set.Elements[x], set.Elements[y]));
            return ExplicitSet.From(pairs);
        }
    }
}
