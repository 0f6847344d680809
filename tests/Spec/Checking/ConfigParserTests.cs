using Verified.Checking.Models;
using Verified.Tla.Source;

namespace Verified.Tests.Spec.Checking;

/// <summary>Every statement of a <c>.cfg</c> file, and every error whole.</summary>
public sealed class ConfigParserTests
{
    [Fact]
    public void Parse_EveryStatement_IsKept()
    {
        var file = Read("""
            \* a comment (* no nesting here
            CONSTANTS N = 3 Neg = -1 Str = "text" Yes = TRUE
                      Set = {a, {1, "b"}, {}} (* nested (* comment *) *)
                      F <- G   H <- [M]K   V = [M]7
            CONSTANT 1a = 1a
            SPECIFICATION Spec
            INIT Init NEXT Next
            INVARIANT A INVARIANTS B C
            PROPERTY P PROPERTIES Q Inst!R
            CONSTRAINT S CONSTRAINTS T
            ACTION_CONSTRAINT U ACTION_CONSTRAINTS W
            SYMMETRY Sym VIEW View ALIAS Alias POSTCONDITION Post
            CHECK_DEADLOCK FALSE
            """);
        Assert.Equal(
            ["N = 3", "Neg = -1", "Str = \"text\"", "Yes = TRUE", "Set = {a, {1, \"b\"}, {}}", "F <- G", "H <- [M]K", "V = [M]7", "1a = 1a"],
            file.Constants.Select(Show));
        Assert.Equal(["Spec", "Init", "Next", "Sym", "View", "Alias", "Post"],
            new[] { file.Specification, file.Init, file.Next, file.Symmetry, file.View, file.Alias, file.Postcondition }
                .Select(n => n!.Value.Text));
        Assert.Equal("A B C", Names(file.Invariants));
        Assert.Equal("P Q Inst!R", Names(file.Properties));
        Assert.Equal("S T", Names(file.Constraints));
        Assert.Equal("U W", Names(file.ActionConstraints));
        Assert.False(file.CheckDeadlock);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\\* nothing\n(* nor here *)")]
    [InlineData("INVARIANT")]
    [InlineData("CONSTANTS INVARIANTS PROPERTIES")]
    public void Parse_NothingSaid_HasDefaults(string text)
    {
        var file = Read(text);
        Assert.Equal((0, 0, 0, true), (file.Constants.Length, file.Invariants.Length, file.Properties.Length, file.CheckDeadlock));
        Assert.Null(file.Specification);
    }

    [Theory]
    [InlineData("FOO Bar", "m.cfg:1:1: VCF0104: FOO begins no statement; expected CONSTANT, SPECIFICATION, INIT, NEXT, INVARIANT, PROPERTY, CONSTRAINT, CHECK_DEADLOCK, …")]
    [InlineData("INIT", "m.cfg:1:5: VCF0106: found the end of the file; expected the name of a definition after INIT")]
    [InlineData("INIT NEXT Next", "m.cfg:1:6: VCF0106: found 'NEXT'; expected the name of a definition after INIT")]
    [InlineData("INIT A\nINIT B", "m.cfg:2:1: VCF0105: INIT is given twice")]
    [InlineData("SPECIFICATION A SPECIFICATION B", "m.cfg:1:17: VCF0105: SPECIFICATION is given twice")]
    [InlineData("CHECK_DEADLOCK maybe", "m.cfg:1:16: VCF0106: found 'maybe'; expected TRUE or FALSE")]
    [InlineData("CONSTANT N", "m.cfg:1:11: VCF0106: found the end of the file; expected '=' or '<-' after the constant N")]
    [InlineData("CONSTANT N 3", "m.cfg:1:12: VCF0106: found '3'; expected '=' or '<-' after the constant N")]
    [InlineData("CONSTANT N =", "m.cfg:1:13: VCF0106: found the end of the file; expected a value: a number, a string, TRUE, FALSE, a model value, or a set of values in braces")]
    [InlineData("CONSTANT N = )", "m.cfg:1:14: VCF0106: found ')'; expected a value: a number, a string, TRUE, FALSE, a model value, or a set of values in braces")]
    [InlineData("CONSTANT N <- 3", "m.cfg:1:15: VCF0106: found '3'; expected the name of a definition")]
    [InlineData("CONSTANT N <- [M D", "m.cfg:1:18: VCF0106: found 'D'; expected ']'")]
    [InlineData("CONSTANT N <- [", "m.cfg:1:16: VCF0106: found the end of the file; expected the name of a module")]
    [InlineData("CONSTANT N = {1, 2", "m.cfg:1:19: VCF0106: found the end of the file; expected ',' or '}' in a set")]
    [InlineData("CONSTANT N = {1,}", "m.cfg:1:17: VCF0106: found '}'; expected a value: a number, a string, TRUE, FALSE, a model value, or a set of values in braces")]
    [InlineData("CONSTANT N = \"open", "m.cfg:1:14: VCF0102: a string is not closed on its line; expected '\"'")]
    [InlineData("(* open", "m.cfg:1:1: VCF0103: a comment is not closed; expected '*)'")]
    [InlineData("INIT Init ;", "m.cfg:1:11: VCF0101: the character ';' has no place in a configuration")]
    [InlineData("INIT \u0001", "m.cfg:1:6: VCF0101: the character U+0001 has no place in a configuration")]
    [InlineData("CONSTANT F(1 = 2", "m.cfg:1:14: VCF0106: found '='; expected ',' or ')' behind an argument")]
    [InlineData("CONSTANT F(1) <- G", "m.cfg:1:15: VCF0106: found '<-'; expected '='")]
    public void Parse_Wrong_SaysWhatWhereAndWhatWasExpected(string text, string expected) =>
        Assert.Equal(expected, ConfigParser.Parse(new SourceText("m.cfg", text)).Problem?.ToString());

    [Fact]
    public void Parse_NestedTooDeep_IsRefused()
    {
        var text = "CONSTANT N = " + new string('{', 10_000);
        Assert.Equal("m.cfg:1:215: VCF0107: sets nest deeper than 200", ConfigParser.Parse(new SourceText("m.cfg", text)).Problem?.ToString());
        Assert.Null(ConfigParser.Parse(new SourceText("m.cfg", "CONSTANT N = " + new string('{', 100) + new string('}', 100))).Problem);
    }

    [Fact]
    public void Parse_HugeNumber_IsExactOrRefused()
    {
        Assert.Equal("N = 123456789012345678901234567890", Show(Read("CONSTANT N = 123456789012345678901234567890").Constants[0]));
        Assert.Equal("m.cfg:1:14: VCF0108: a number has more than 10000 digits",
            ConfigParser.Parse(new SourceText("m.cfg", "CONSTANT N = " + new string('9', 10_001))).Problem?.ToString());
    }

    [Fact]
    public void Parse_EveryTruncation_AnswersOrSaysWhy()
    {
        const string text = "CONSTANTS N = {a, {1, \"b\"}} F <- [M]G\nSPECIFICATION Spec INVARIANT A CHECK_DEADLOCK FALSE (* c *)";
        for (var length = 0; length <= text.Length; length++)
        {
            var (file, problem) = ConfigParser.Parse(new SourceText("m.cfg", text[..length]));
            Assert.True(file is null != problem is null, $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x49, 0xFF }, "Spec.cfg:1:2: VTL0153: byte 0xFF is not UTF-8; expected a file in UTF-8")]
    [InlineData(new byte[] { }, "")]
    public void Load_BytesOfTheConfiguration_AreUtf8OrRefused(byte[] bytes, string expected)
    {
        using var specification = new Specification("ASSUME TRUE");
        File.WriteAllBytes(specification.ConfigPath, bytes);
        Assert.Equal(expected, specification.Show(ModelLoader.Load(specification.ModulePath, specification.ConfigPath).Diagnostics));
    }

    [Fact]
    public void Load_ConfigurationThatIsNoFile_IsRefused()
    {
        using var specification = new Specification("ASSUME TRUE");
        Assert.Equal("Spec.cfg: VTL0150: there is no such file",
            specification.Show(ModelLoader.Load(specification.ModulePath, specification.ConfigPath).Diagnostics));
        Directory.CreateDirectory(specification.ConfigPath);
        Assert.Equal("Spec.cfg: VTL0151: is a directory; expected a file",
            specification.Show(ModelLoader.Load(specification.ModulePath, specification.ConfigPath).Diagnostics));
    }

    private static ConfigFile Read(string text)
    {
        var (file, problem) = ConfigParser.Parse(new SourceText("m.cfg", text));
        Assert.Null(problem);
        return file!;
    }

    private static string Names(IEnumerable<ConfigName> names) => string.Join(" ", names.Select(n => n.Text));

    private static string Show(ConstantAssignment assignment) => assignment switch
    {
        ConstantAssignment.ToValue v => $"{v.Name.Text} = {Module(v.Module)}{v.Value}",
        ConstantAssignment.ToDefinition d => $"{d.Name.Text} <- {Module(d.Module)}{d.Definition.Text}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Module(ConfigName? module) => module is { } of ? $"[{of.Text}]" : "";
}
