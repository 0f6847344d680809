using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>What the names of an expression are bound to while it is compiled. Immutable; inner sees outer.</summary>
internal sealed class Environment
{
    public static readonly Environment Empty = new(null, null!, null!, null, false);

    private readonly Environment? _outer;
    private readonly Symbol _symbol;
    private readonly Meaning _meaning;

    private Environment(Environment? outer, Symbol symbol, Meaning meaning, CallSite? site, bool hasActions)
    {
        _outer = outer;
        _symbol = symbol;
        _meaning = meaning;
        Site = site;
        HasActions = hasActions;
    }

    /// <summary>The call whose body is being compiled.</summary>
    public CallSite? Site { get; }

    /// <summary>Some parameter stands for an expression with primes: levels as written may be too low.</summary>
    public bool HasActions { get; }

    public Environment With(Symbol name, Meaning to) =>
        new(this, name, to, Site, HasActions || to is Meaning.ByName { IsAction: true });

    public Environment Calling(CallSite site) => new(_outer, _symbol, _meaning, site, HasActions);

    public Meaning? Find(Symbol name)
    {
        for (var e = this; e._outer is not null; e = e._outer)
            if (ReferenceEquals(e._symbol, name))
                return e._meaning;
        return null;
    }

    /// <summary>What a name is bound to.</summary>
    internal abstract record Meaning
    {
        /// <summary>A slot that holds a value.</summary>
        public sealed record Strict(int Slot) : Meaning;

        /// <summary>A slot that holds a value or a thunk of <paramref name="Of"/>; null for a recursive call's.</summary>
        public sealed record Lazy(int Slot, Expr? Of, Environment? In) : Meaning
        {
            /// <summary>The parameter of a recursive operator that is called under a prime: its value is of the next
            /// state already.</summary>
            public bool IsNext { get; init; }
        }

        /// <summary>The expression itself, compiled anew at each use.</summary>
        public sealed record ByName(Expr Of, Environment In, bool IsAction) : Meaning;

        /// <summary>An operator, with the environment of its own name.</summary>
        public sealed record Operator(Argument Of, Environment In) : Meaning;

        /// <summary>A definition of a LET: the environment it stands in, and the slot of its value if it has one.</summary>
        public sealed record Local(Environment In, int CapturedSlots, int? Slot) : Meaning
        {
            /// <summary>The environment with the LET itself; set when all its definitions are bound.</summary>
            public Environment Closure { get; set; } = In;
        }
    }
}

/// <summary>Hands out the slots of a frame.</summary>
internal sealed class Layout(int start = 0)
{
    public int Count { get; private set; } = start;

    public int New() => Count++;
}
