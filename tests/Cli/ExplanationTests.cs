using System.Text.Json;

namespace Verified.Tests.Cli;

/// <summary>What people read when something is wrong: whole messages.</summary>
public sealed class ExplanationTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task ParseError_EqualsForADefinition_PointsAtIt()
    {
        _tool.File("Typo.tla", """
            ---- MODULE Typo ----
            EXTENDS Naturals
            VARIABLE counter
            Init = counter = 0
            Next == counter' = countr + 1
            ====

            """);
        _tool.File("Typo.cfg", """
            INIT Init NEXT Next
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Typo.tla"));
        Assert.Equal(new Answer(3, """
            Typo.cfg: malformed

            """, """
            Typo.tla:4:6: VTL0109: found '='; expected '==' (a definition); '=' compares
                4 | Init = counter = 0
                  |      ^

            """), answer);
    }

    [Fact]
    public async Task UnknownName_NearAKnownOne_SuggestsIt()
    {
        _tool.File("Typo2.tla", """
            ---- MODULE Typo2 ----
            EXTENDS Naturals
            VARIABLE counter
            Init == counter = 0
            Next == counter' = countr + 1
            ====

            """);
        _tool.File("Typo2.cfg", """
            INIT Init NEXT Next
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Typo2.tla"));
        Assert.Equal(new Answer(3, """
            Typo2.cfg: malformed

            """, """
            Typo2.tla:5:20: VTL0201: countr is not defined; expected counter, perhaps
                5 | Next == counter' = countr + 1
                  |                    ^

            """), answer);
    }

    [Fact]
    public async Task UnclosedBracket_EndsAtTheNextItem()
    {
        _tool.File("Lists.tla", """
            ---- MODULE Lists ----
            EXTENDS Naturals
            VARIABLE x
            Init == /\ x = 0
                    /\ x \in {0, 1
                    /\ x < 2
            Next == x' = x
            ====

            """);
        _tool.File("Lists.cfg", """
            INIT Init NEXT Next
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Lists.tla"));
        Assert.Equal(new Answer(3, """
            Lists.cfg: malformed

            """, """
            Lists.tla:6:9: VTL0108: found '/\'; expected '}' to close the '{' at 5:18
                6 |         /\ x < 2
                  |         ^

            """), answer);
    }

    [Fact]
    public async Task UnknownNameInAConfiguration_NearAKnownOne_SuggestsIt()
    {
        _tool.File("Cfg.tla", """
            ---- MODULE Cfg ----
            VARIABLE x
            Init == x = 0
            Next == x' = x
            TypeOK == x = 0
            ====

            """);
        _tool.File("Cfg.cfg", """
            INIT Init NEXT Next INVARIANT TypeOk
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Cfg.tla"));
        Assert.Equal(new Answer(3, """
            Cfg.cfg: malformed

            """, """
            Cfg.cfg:1:31: VCF0207: module Cfg defines no TypeOk; expected TypeOK, perhaps
                1 | INIT Init NEXT Next INVARIANT TypeOk
                  |                               ^

            """), answer);
    }

    [Fact]
    public async Task ActionProperty_Violated_ShowsFieldsThatChange()
    {
        _tool.File("Fields.tla", """
            ---- MODULE Fields ----
            EXTENDS Naturals, Sequences
            CONSTANT Nodes
            VARIABLES node, sent
            Init == node = [n \in Nodes |-> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>]] /\ sent = {}
            Vote(from, to) ==
              /\ from # to
              /\ node' = [node EXCEPT ![to].votes = @ \cup {from}, ![from].term = @ + 1]
              /\ sent' = sent \cup {[from |-> from, to |-> to]}
            Next == \E from, to \in Nodes : Vote(from, to)
            Spec == Init /\ [][Next]_<<node, sent>>
            Monotonic == [][\A n \in Nodes : node'[n].term <= 1]_<<node, sent>>
            Started == sent # {}
            Quiet == /\ <>(sent # {})
                     /\ []<>(sent = {})
            ====

            """);
        _tool.File("Fields.cfg", """
            CONSTANT Nodes = {n1, n2}
            SPECIFICATION Spec
            PROPERTY Monotonic
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Fields.tla"));
        Assert.Equal(new Answer(1, """
            Fields.cfg: Monotonic is violated
              false at Fields.tla:12:16:
                [\A n \in Nodes : node'[n].term <= 1]_<<node, sent>>

               1  Initial
                   /\ node = (n1 :> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>] @@ n2 :> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>])
                   /\ sent = {}
               2  Vote(n1, n2)
                   node[n1].term: 0 → 1
                   node[n2].votes: {} → {n1}
                   sent: {} → {[from |-> n1, to |-> n2]}
               3  Vote(n1, n2)
                   node[n1].term: 1 → 2

              4 distinct states, 4 generated, depth 3, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task InitialProperty_Violated_ShowsTheInitialState()
    {
        _tool.File("Fields.tla", """
            ---- MODULE Fields ----
            EXTENDS Naturals, Sequences
            CONSTANT Nodes
            VARIABLES node, sent
            Init == node = [n \in Nodes |-> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>]] /\ sent = {}
            Vote(from, to) ==
              /\ from # to
              /\ node' = [node EXCEPT ![to].votes = @ \cup {from}, ![from].term = @ + 1]
              /\ sent' = sent \cup {[from |-> from, to |-> to]}
            Next == \E from, to \in Nodes : Vote(from, to)
            Spec == Init /\ [][Next]_<<node, sent>>
            Monotonic == [][\A n \in Nodes : node'[n].term <= 1]_<<node, sent>>
            Started == sent # {}
            Quiet == /\ <>(sent # {})
                     /\ []<>(sent = {})
            ====

            """);
        _tool.File("FieldsI.cfg", """
            CONSTANT Nodes = {n1, n2}
            SPECIFICATION Spec
            PROPERTY Started
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Fields.tla"), "--config", _tool.Path("FieldsI.cfg"));
        Assert.Equal(new Answer(1, """
            FieldsI.cfg: Started is violated
              false at Fields.tla:13:12:
                sent # {}

               1  Initial
                   /\ node = (n1 :> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>] @@ n2 :> [up |-> TRUE, term |-> 0, votes |-> {}, log |-> <<>>])
                   /\ sent = {}

              1 distinct state, 1 generated, depth 1, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task TemporalProperties_OneViolated_NamesItAndItsConjunct()
    {
        _tool.File("Live.tla", """
            ---- MODULE Live ----
            EXTENDS Naturals
            VARIABLE x
            Next == x' = (x + 1) % 3
            Spec == x = 0 /\ [][Next]_x /\ WF_x(Next)
            Returns == \A k \in 0 .. 2 : x = k ~> x = 0
            Rests == /\ []<>(x = 1)
                     /\ <>[](x # 2)
            Low == x < 2
            ====

            """);
        _tool.File("Live.cfg", """
            SPECIFICATION Spec
            PROPERTIES Returns Rests
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Live.tla"));
        Assert.Equal(new Answer(1, """
            Live.cfg: Rests is violated
              false at Live.tla:8:13:
                <>[](x # 2)

               1  Initial
                   /\ x = 0
               2  Next
                   x: 0 → 1
               3  Next
                   x: 1 → 2
                  and from 1 again, for ever

              3 distinct states, 4 generated, depth 3, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task TemporalProperty_UnderAConstraint_IsRefusedWithTheWayOn()
    {
        _tool.File("Live.tla", """
            ---- MODULE Live ----
            EXTENDS Naturals
            VARIABLE x
            Next == x' = (x + 1) % 3
            Spec == x = 0 /\ [][Next]_x /\ WF_x(Next)
            Returns == \A k \in 0 .. 2 : x = k ~> x = 0
            Rests == /\ []<>(x = 1)
                     /\ <>[](x # 2)
            Low == x < 2
            ====

            """);
        _tool.File("LiveC.cfg", """
            SPECIFICATION Spec
            PROPERTIES Returns
            CONSTRAINT Low
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Live.tla"), "--config", _tool.Path("LiveC.cfg"));
        Assert.Equal(new Answer(2, """
            LiveC.cfg: unsupported
              2 distinct states, 3 generated, depth 2, 0.0 s

            """, """
            Live.tla:6:12: VTL0604: Returns speaks of whole behaviours, and the constraint Low leaves out 1 step, which could satisfy or violate it; the behaviours without them do not violate it; expected --within-constraints to ask only of those
                6 | Returns == \A k \in 0 .. 2 : x = k ~> x = 0
                  |            ^

            """), answer);
    }

    [Fact]
    public async Task TemporalProperty_AskedWithinAConstraint_Holds()
    {
        _tool.File("Live.tla", """
            ---- MODULE Live ----
            EXTENDS Naturals
            VARIABLE x
            Next == x' = (x + 1) % 3
            Spec == x = 0 /\ [][Next]_x /\ WF_x(Next)
            Returns == \A k \in 0 .. 2 : x = k ~> x = 0
            Rests == /\ []<>(x = 1)
                     /\ <>[](x # 2)
            Low == x < 2
            ====

            """);
        _tool.File("LiveC.cfg", """
            SPECIFICATION Spec
            PROPERTIES Returns
            CONSTRAINT Low
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Live.tla"), "--config", _tool.Path("LiveC.cfg"), "--within-constraints");
        Assert.Equal(new Answer(0, """
            LiveC.cfg: holds for the behaviours within the constraints
              2 distinct states, 3 generated, depth 2, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task FormulaWithoutValue_InARecursion_ShowsTheCalls()
    {
        _tool.File("Deep.tla", """
            ---- MODULE Deep ----
            EXTENDS Integers, Sequences
            VARIABLE x
            RECURSIVE Sum(_)
            Sum(s) == IF s = <<>> THEN Head(s) ELSE Head(s) + Sum(Tail(s))
            Total(n) == Sum([i \in 1 .. n |-> i])
            Init == x = 0
            Next == x' = Total(3) + x
            ====

            """);
        _tool.File("Deep.cfg", """
            INIT Init
            NEXT Next
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Deep.tla"));
        Assert.Equal(new Answer(3, """
            Deep.cfg: a formula has no value

               1  Initial
                   /\ x = 0

              1 distinct state, 1 generated, depth 2, 0.0 s

            """, """
            Deep.tla:5:28: VTL0501: Attempted to apply Head to the empty sequence
                5 | Sum(s) == IF s = <<>> THEN Head(s) ELSE Head(s) + Sum(Tail(s))
                  |                            ^
                  in Sum, called at Deep.tla:5:51, 3 times
                  in Sum, called at Deep.tla:6:13
                  in Total, called at Deep.tla:8:14

            """), answer);
        var json = await _tool.RunAsync("check", _tool.Path("Deep.tla"), "--json");
        Assert.Equal(
            ["Sum 5:51 3", "Sum 6:13 1", "Total 8:14 1"],
            JsonDocument.Parse(json.Output).RootElement[0].GetProperty("stack").EnumerateArray().Select(call => string.Join(
                ' ', call.GetProperty("in"), call.GetProperty("at").GetString()!.Split(".tla:")[1], call.GetProperty("times"))));
    }

    [Fact]
    public async Task Action_ThatLeavesVariablesOpen_NamesThem()
    {
        _tool.File("Open.tla", """
            ---- MODULE Open ----
            VARIABLES x, y, z
            Init == x = 0 /\ y = 0 /\ z = 0
            Move(to) == x' = to
            Next == \E to \in {1, 2} : Move(to)
            ====

            """);
        _tool.File("Open.cfg", """
            INIT Init
            NEXT Next
            """);
        var answer = await _tool.RunAsync("check", _tool.Path("Open.tla"));
        Assert.Equal(new Answer(3, """
            Open.cfg: a formula has no value

               1  Initial
                   /\ x = 0
                   /\ y = 0
                   /\ z = 0

              1 distinct state, 1 generated, depth 2, 0.0 s

            """, """
            Open.tla:4:1: VTL0501: the action Move gives y, z no next value
                4 | Move(to) == x' = to
                  | ^

            """), answer);
    }
}
