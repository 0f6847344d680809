namespace Verified.Tests.Cli;

/// <summary>Whatever a file is, the answer is exit code 3 and a place; whatever the arguments are, 64; never a stack.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Tool _tool = new();

    public BadInputTests()
    {
        _tool.File("Clock.tla", Tool.Clock);
        _tool.File("Clock.cfg", Tool.ClockModel("Fine"));
        _tool.File("ClockBad.cfg", "CONSTANT Last =\nINIT Init\n");
        _tool.File("Bad.tla", "---- MODULE Bad ----\nx == (1 +\n====\n");
        _tool.File("Bad.cfg", "\n");
        _tool.File("Empty.tla", "");
        _tool.File("Empty.cfg", "\n");
        _tool.File("Latin.tla", [.. "---- MODULE Latin ----\n\\* "u8, 0xE9, .. "\n====\n"u8]);
        _tool.File("Latin.cfg", "\n");
        _tool.File("lone.cfg", "\n");
        _tool.File("notes.txt", "x");
        _tool.File("word.json", """[{"module": "Clock.tla", "cfg": "Clock.cfg", "result": "hold"}]""");
        _tool.File("name.json", """[{"module": "Clock.tla", "config": "Clock.cfg"}]""");
        _tool.File("cut.json", "[{\"module\":");
        _tool.File("empty.ndjson", "");
        _tool.File("latin.ndjson", [.. Header, (byte)'\n', .. "{\"index\":"u8, 0xE9, .. "}\n"u8]);
        _tool.File("cut.ndjson", [.. Header[..20]]);
        _tool.File("middle.ndjson", [.. Header, .. "\n{\"index\":0,\n{}\n"u8]);
        Directory.CreateDirectory(_tool.Path("folder"));
    }

    private static byte[] Header => "{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\"}"u8.ToArray();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("check", "nix.tla", "nix.tla: VTL0150: there is no such file")]
    [InlineData("check", "nix.cfg", "nix.cfg: VTL0150: there is no such file")]
    [InlineData("check", "nix.json", "nix.json: VTL0150: there is no such file")]
    [InlineData("check", "folder", "folder: VTL0151: is a directory; expected a file")]
    [InlineData("check", "Empty.tla", "Empty.tla: VTL0152: the file is empty")]
    [InlineData("check", "Latin.tla", "Latin.tla:2:4: VTL0153: byte 0xE9 is not UTF-8; expected a file in UTF-8")]
    [InlineData("check", "Bad.tla", "Bad.tla:3:1: VTL0101: found '===='; expected an expression\n    3 | ====\n      | ^")]
    [InlineData("check", "ClockBad.cfg", "ClockBad.cfg:2:1: VCF0106: found 'INIT'; expected a value: a number, a string, TRUE, FALSE, a model value, or a set of values in braces\n    2 | INIT Init\n      | ^")]
    [InlineData("check", "lone.cfg", "lone.cfg: VCL0102: there is no module for this configuration beside it; expected lone.tla, or MODULE.tla --config lone.cfg")]
    [InlineData("check", "notes.txt", "notes.txt: VCL0101: this is no model; expected a .tla, a .cfg or a manifest .json")]
    [InlineData("check", "word.json", "word.json:1:56: VCF0301: the value has no meaning here; expected holds or violated or deadlock")]
    [InlineData("check", "name.json", "name.json:1:36: VCF0301: the name \"config\" has no meaning here; expected module, cfg, mirrors, size, mode, result, property, distinct or generated")]
    [InlineData("check", "cut.json", "cut.json:1:12: VCF0302: this is not JSON; expected an array of models")]
    [InlineData("conform", "nix.ndjson", "nix.ndjson: VOR0101: there is no such file; expected a history file")]
    [InlineData("conform", "folder", "folder: VOR0101: this is a directory; expected a history file")]
    [InlineData("conform", "empty.ndjson", "empty.ndjson: VOR0102: the history is empty; expected a header line")]
    [InlineData("conform", "latin.ndjson", "latin.ndjson:2:10: VOR0103: bytes that are not UTF-8; expected UTF-8 text")]
    [InlineData("conform", "cut.ndjson", "cut.ndjson:1:21: VOR0108: this is not the header of a history; expected {\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",…}")]
    [InlineData("conform", "middle.ndjson", "middle.ndjson:2:12: VOR0106: the line ends too early; expected a member name in quotes")]
    public async Task File_Malformed_Returns3AndThePlace(string command, string file, string error)
    {
        var answer = await _tool.RunAsync(command, _tool.Path(file));
        Assert.Equal((3, error + "\n"), (answer.Code, answer.Error));
    }

    [Theory]
    [InlineData("check --symmetry 5", "There is no option '--symmetry'.", "check")]
    [InlineData("check --workers 0", "'0' is not an integer of 1 or above, as --workers takes.", "check")]
    [InlineData("check --workers many", "'many' is not an integer of 1 or above, as --workers takes.", "check")]
    [InlineData("check --timeout soon", "'soon' is not a time such as 90s or 5m.", "check")]
    [InlineData("check --memory 0", "'0' is not a size such as 512m or 4g.", "check")]
    [InlineData("check a.tla b.tla --config c.cfg", "--config goes with exactly one MODULE.tla.", "check")]
    [InlineData("conform", "Required argument 'HISTORY' missing for command: 'conform'.", "conform")]
    [InlineData("conform h --format porcupine", "'porcupine' is not one of ndjson, edn, as --format takes.", "conform")]
    [InlineData("run --store postgres", "'postgres' is not one of memory, sqlite, as --store takes.", "run")]
    [InlineData("run --store memory --database x.db", "--database goes with --store sqlite.", "run")]
    [InlineData("nonsense", "Unrecognized command or argument 'nonsense'.", null)]
    public async Task Arguments_Wrong_Return64(string arguments, string error, string? command)
    {
        var answer = await _tool.RunAsync(arguments.Split(' '));
        var hint = command is null ? "" : $" {command}";
        Assert.Equal(
            new Answer(64, "", $"verified: {error}\nRun 'verified{hint} --help' for what there is.\n"), answer);
    }

    [Fact]
    public async Task Mirror_OfNoModule_Returns64()
    {
        var answer = await _tool.RunAsync("mirror", "Nonsense");
        Assert.Equal(new Answer(64, "", "verified: no model of the manifest has a mirror of 'Nonsense'.\n"), answer);
    }
}
