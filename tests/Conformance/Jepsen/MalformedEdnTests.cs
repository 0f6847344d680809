using Verified.Oracle;

namespace Verified.Tests.Conformance.Jepsen;

public class MalformedEdnTests
{
    private const string Op = "{:index 0, :time 0, :type :invoke, :process 0, :f :poll, :value [[:poll]]}";

    /// <summary>The text, and the diagnostic it must give.</summary>
    public static TheoryData<string, string> Malformed => new()
    {
        { "", "h.edn: VOR0102: the history is empty; expected operations" },
        { " ; nothing", "h.edn: VOR0102: the history is empty; expected operations" },
        { Op + "\n{:index 1", "h.edn:2:10: VOR0131: the text ends inside a value; expected its end" },
        { "[" + Op, "h.edn:1:76: VOR0131: the text ends inside the history; expected ']'" },
        { "{:a ]}", "h.edn:1:5: VOR0131: ']' closes nothing; expected '}'" },
        { "{:a}", "h.edn:1:4: VOR0131: a map with a key and no value; expected a value" },
        { Op + "\n)", "h.edn:2:1: VOR0131: a bracket that closes nothing; expected an operation" },
        { "{:a \"x", "h.edn:1:7: VOR0131: the text ends inside a value; expected its end" },
        { "{:a @b}", "h.edn:1:5: VOR0131: not an EDN value; expected a map, vector, keyword, string, number, …" },
        { "42", "h.edn:1:1: VOR0133: a value that is not an operation; expected a map with :type, :process and :f" },
        { "\n {:type :ok, :process 0}", "h.edn:2:2: VOR0133: an operation without :f; expected a map with :type, :process and :f" },
        { "{:type :done, :process 0, :f :poll}", "h.edn:1:1: VOR0111: an unknown :type; expected :invoke, :ok, :fail or :info" },
        {
            "{:type :ok, :process 99999999999999999999999, :f :poll}",
            "h.edn:1:1: VOR0114: :process is not a 64-bit integer; expected an integer"
        },
        { "{:type :ok, :process 0, :f :poll}", "h.edn:1:1: VOR0116: process 0 has no open operation to complete; expected an :invoke above" },
        { Op + "\n" + Op, "h.edn:2:1: VOR0117: process 0 invokes while an operation of it is open; expected one open operation per process" },
        {
            "{:type :invoke, :process 0, :f :read}",
            "h.edn: VOR0135: no operation of this history sends or polls; expected a log-shaped history (:send, :poll, :txn)"
        },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Judge_MalformedEdn_SaysWhereAndWhatWasExpected(string text, string expected)
    {
        var result = TestHistories.Judge(text, "h.edn");
        Assert.Equal(expected, Assert.Single(Assert.IsType<JudgeResult.Malformed>(result).Diagnostics).ToString());
    }

    [Fact]
    public void Judge_NestingOfAHundredThousand_IsRefusedWithoutAStackOverflow()
    {
        var result = TestHistories.Judge(new string('[', 100_000), "h.edn");
        Assert.Equal(
            "h.edn:1:130: VOR0132: nested deeper than 128 levels; expected a flatter value",
            Assert.Single(Assert.IsType<JudgeResult.Malformed>(result).Diagnostics).ToString());
    }

    [Fact]
    public void Judge_ValueLongerThanTheLimit_IsRefused()
    {
        var result = TestHistories.Judge("{:a \"" + new string('x', 100_000), "h.edn", new JudgeOptions { MaxLineBytes = 10_000 });
        Assert.Equal(
            "h.edn:1:1: VOR0134: a value longer than 10000 bytes; expected shorter operations",
            Assert.Single(Assert.IsType<JudgeResult.Malformed>(result).Diagnostics).ToString());
    }

    [Theory]
    [InlineData("nil true -1 +2 3N 4.5M 6e7 1/2 ##Inf ##NaN \\a \\newline \\u0041 \"a\\\"b\\\\\" :k/w sym #{1 2} (1 2) #inst \"2020\" #uuid \"x\" {} [] ;c\n #_ 9")]
    [InlineData("#_ #_ 1 2 3")]
    public void Judge_EveryKindOfValue_IsRead(string values)
    {
        var history = $"{{:type :invoke, :process 0, :f :poll, :value [[:poll]], :extra [{values}]}}";
        Assert.Equal(2, TestHistories.Judge(history, "h.edn").ExitCode);
    }

    [Fact]
    public void Judge_EveryPrefix_IsJudgedOrRefused()
    {
        var text = $"; c\n[#jepsen.history.Op{Op} #_[1] {Op.Replace(":process 0", ":process 1 :x \\é", StringComparison.Ordinal)}]";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        for (var length = 0; length <= bytes.Length; length++)
            Assert.InRange(TestHistories.Judge(bytes[..length], "h.edn").ExitCode, 0, 3);
    }
}
