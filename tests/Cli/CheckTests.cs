using System.Text.Json;

namespace Verified.Tests.Cli;

public sealed class CheckTests : IDisposable
{
    private readonly Tool _tool = new();

    public CheckTests() => _tool.File("Clock.tla", Tool.Clock);

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Check_ModelThatHolds_Returns0()
    {
        _tool.File("Clock.cfg", Tool.ClockModel("Fine"));
        var answer = await _tool.RunAsync("check", _tool.Path("Clock.tla"), "--no-deadlock");
        Assert.Equal(
            new Answer(0, "Clock.cfg: holds\n  4 distinct states, 4 generated, depth 4, 0.0 s\n", ""), answer);
    }

    [Fact]
    public async Task Check_ViolatedInvariant_ShowsConjunctAndChanges()
    {
        var model = _tool.File("ClockSmall.cfg", Tool.ClockModel("Small"));
        var answer = await _tool.RunAsync("check", model);
        Assert.Equal(new Answer(1, """
            ClockSmall.cfg: Small is violated
              false at Clock.tla:18:6:
                \A i \in DOMAIN log :
                  log[i].at < 3

               1  Initial
                   /\ hour = 1
                   /\ log = <<[struck |-> "no", at |-> 0]>>
               2  Tick(2)
                   hour: 1 → 2
                   log[1].struck: "no" → "yes"
                   log[2]: added [struck |-> "no", at |-> 2]
               3  Tick(3)
                   hour: 2 → 3
                   log[3]: added [struck |-> "no", at |-> 3]

              3 distinct states, 3 generated, depth 3, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task Check_FullStates_ShowsEveryVariable()
    {
        var model = _tool.File("ClockSmall.cfg", "CONSTANT Last = 2\nINIT Init\nNEXT Next\n");
        var answer = await _tool.RunAsync("check", model, "--full-states");
        Assert.Equal(new Answer(1, """
            ClockSmall.cfg: deadlock: the last state has no successor

               1  Initial
                   /\ hour = 1
                   /\ log = <<[struck |-> "no", at |-> 0]>>
               2  Tick(2)
                   /\ hour = 2
                   /\ log = <<[struck |-> "yes", at |-> 0], [struck |-> "no", at |-> 2]>>

              2 distinct states, 2 generated, depth 2, 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task Check_ViolatedLiveness_ShowsTheLoop()
    {
        var module = _tool.File("Lamp.tla", """
            ---- MODULE Lamp ----
            VARIABLES on, broken
            Init == on = FALSE /\ broken = FALSE
            Switch == ~broken /\ on' = ~on /\ UNCHANGED broken
            Break == ~broken /\ broken' = TRUE /\ UNCHANGED on
            Spec == Init /\ [][Switch \/ Break]_<<on, broken>> /\ WF_<<on, broken>>(Switch)
            BreaksProp == <>broken
            LightProp == []<>on
            ====

            """);
        _tool.File("Lamp.cfg", "SPECIFICATION Spec\nPROPERTY BreaksProp\n");
        var answer = await _tool.RunAsync("check", module, "--no-deadlock");
        Assert.Equal((1, ""), (answer.Code, answer.Error));
        Assert.Matches(@"\d  Switch\n       on: FALSE → TRUE\n      and from \d again, for ever\n\n", answer.Output);
        var light = _tool.File("LampLight.cfg", "SPECIFICATION Spec\nPROPERTY LightProp\n");
        answer = await _tool.RunAsync("check", light, "--no-deadlock");
        Assert.Contains("""
               2  Break
                   broken: FALSE → TRUE
                  and nothing happens any more

            """, answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FormulaWithoutValue_ShowsPlaceAndCalls()
    {
        var model = _tool.File("ClockFault.cfg", Tool.ClockModel("Faulty"));
        var answer = await _tool.RunAsync("check", model);
        Assert.Equal(3, answer.Code);
        Assert.StartsWith("ClockFault.cfg: a formula has no value\n", answer.Output, StringComparison.Ordinal);
        Assert.StartsWith("Clock.tla:20:11: VTL0501: ", answer.Error, StringComparison.Ordinal);
        Assert.EndsWith("""
               20 | Faulty == log[hour + 1].at = 0
                  |           ^

            """, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FalseAssumption_Returns1()
    {
        var module = _tool.File("Sums.tla", "---- MODULE Sums ----\nASSUME Two == 1 = 2\n====\n");
        _tool.File("Sums.cfg", "\n");
        var answer = await _tool.RunAsync("check", module);
        Assert.Equal(
            new Answer(1, "Sums.cfg: the assumption Two is false\n  false at Sums.tla:2:15:\n    1 = 2\n", ""), answer);
    }

    [Fact]
    public async Task Check_Unsupported_Returns2()
    {
        _tool.File("Half.tla", "---- MODULE Half ----\nASSUME 0.5 \\in {}\n====\n");
        var answer = await _tool.RunAsync("check", _tool.File("Half.cfg", ""));
        Assert.Equal(new Answer(2, "Half.cfg: unsupported\n", """
            Half.tla:2:8: VTL0291: decimal fractions are not supported
                2 | ASSUME 0.5 \in {}
                  |        ^

            """), answer);
    }

    [Fact]
    public async Task Check_Json_IsOneDocument()
    {
        _tool.File("Clock.cfg", Tool.ClockModel("Fine"));
        var model = _tool.File("ClockSmall.cfg", "CONSTANT Last = 2\nINIT Init\nNEXT Next\n");
        var answer = await _tool.RunAsync("check", model, _tool.Path("Nix.tla"), "--json");
        Assert.Equal(1, answer.Code);
        var results = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal("""
            {"model":"ClockSmall.cfg","module":"Clock.tla","mode":"exhaustive","result":"deadlock","property":null,"distinct":2,"generated":2,"depth":2,"seconds":0,"trace":[{"action":null,"arguments":{},"state":{"hour":"1","log":"<<[struck |-> \"no\", at |-> 0]>>"}},{"action":"Tick","arguments":{"h":"2"},"state":{"hour":"2","log":"<<[struck |-> \"yes\", at |-> 0], [struck |-> \"no\", at |-> 2]>>"}}]}
            """, Compact(results[0]));
        Assert.Equal("error", results[1].GetProperty("result").GetString());
        Assert.Equal("Nix.tla: VTL0150: there is no such file\n", answer.Error);
    }

    [Fact]
    public async Task Check_ManifestWithAnotherResult_Returns1AndTheDifference()
    {
        _tool.File("Clock.cfg", Tool.ClockModel("Fine"));
        _tool.File("ClockSmall.cfg", Tool.ClockModel("Small"));
        var manifest = _tool.File("manifest.json", """
            [{"module": "Clock.tla", "cfg": "ClockSmall.cfg", "result": "violated", "property": "Small"},
             {"module": "Clock.tla", "cfg": "Clock.cfg", "size": "large", "result": "holds"},
             {"module": "Clock.tla", "cfg": "Clock.cfg", "result": "holds", "distinct": 4, "generated": 5}]
            """);
        var answer = await _tool.RunAsync("check", manifest, "--no-deadlock");
        Assert.Equal(new Answer(1, """
            ok    Clock  ClockSmall  violated Small          3 distinct            3 generated    0.0 s
            FAIL  Clock  Clock       holds                   4 distinct            4 generated    0.0 s
                  expected holds, 4 distinct, 5 generated
            2 models, 1 with another result than expected; 0.0 s

            """, ""), answer);
    }

    [Fact]
    public async Task Check_OutOfTime_IsUndetermined()
    {
        var model = _tool.File("Clock.cfg", "CONSTANT Last = 1000000\nINIT Init\nNEXT Next\n");
        var answer = await _tool.RunAsync("check", model, "--timeout", "1ms");
        Assert.Equal(2, answer.Code);
        Assert.StartsWith("Clock.cfg: undetermined\n", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Interrupted_Returns130()
    {
        var model = _tool.File("Clock.cfg", Tool.ClockModel("Fine"));
        var answer = await _tool.RunAsync(interrupted: true, "check", model);
        Assert.Equal((130, ""), (answer.Code, answer.Output));
    }

    [Fact]
    public void EmbeddedSpecifications_AreThoseOfTheRepository()
    {
        using var copy = Verified.Cli.Specifications.Extract();
        var original = Path.Combine(Tool.Root, "spec", "tla");
        var names = Directory.EnumerateFiles(original).Select(Path.GetFileName).Order().ToList();
        Assert.Equal(names, Directory.EnumerateFiles(copy.Folder).Select(Path.GetFileName).Order());
        Assert.All(names, name => Assert.Equal(
            File.ReadAllText(Path.Combine(original, name!)), File.ReadAllText(Path.Combine(copy.Folder, name!))));
    }

    private static string Compact(JsonElement result)
    {
        var node = System.Text.Json.Nodes.JsonObject.Create(result)!;
        node["seconds"] = 0;
        return node.ToJsonString(new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
