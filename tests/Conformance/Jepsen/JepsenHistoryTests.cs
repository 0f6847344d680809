using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Jepsen;

/// <summary>Each failure of a partitioned log as a minimal Jepsen history, and its correct twin.</summary>
public class JepsenHistoryTests
{
    /// <summary>Rule, witness, the history that must be convicted, its twin that must not.</summary>
    public static TheoryData<string, long[], string, string> Twins => new()
    {
        {
            "one-value-per-offset", [0, 1, 2, 3],
            Sent("k", 1, 0) + Poll(1, "k", (0, 2)) + Send(2, "k", 2),
            Sent("k", 1, 0) + Poll(1, "k", (0, 1)) + Send(2, "k", 2)
        },
        {
            "no-duplicate", [0, 1, 4, 5],
            Sent("k", 1, 0) + Poll(1, "k", (0, 1)) + Poll(2, "k", (1, 1)),
            Sent("k", 1, 0) + Poll(1, "k", (0, 1)) + Poll(2, "k", (0, 1))
        },
        {
            "no-loss", [0, 1, 4, 5],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (1, 2)),
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (0, 1))
        },
        {
            "no-phantom", [2, 3, 4, 5],
            Sent("k", 1, 0) + Send(0, "k", 2) + Op(0, "fail", "send", "[[:send \"k\" 2]]") + Poll(1, "k", (0, 1), (1, 2)),
            Sent("k", 1, 0) + Send(0, "k", 2) + Op(0, "info", "send", "[[:send \"k\" 2]]") + Poll(1, "k", (0, 1), (1, 2))
        },
        {
            "no-phantom", [2, 3],
            Sent("k", 1, 0) + Poll(1, "k", (0, 1), (1, 9)),
            Sent("k", 1, 0) + Poll(1, "k", (0, 1))
        },
        {
            "poll-order", [4, 5, 6, 7],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (0, 1), (1, 2)) + Poll(1, "k", (1, 2)),
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (0, 1), (1, 2)) + Assign(1, "k") + Poll(1, "k", (1, 2))
        },
        {
            "poll-order", [4, 5],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (1, 2), (0, 1)),
            Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (0, 1), (1, 2))
        },
        {
            "poll-without-skip", [2, 3, 6, 7],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Sent("k", 3, 2) + Poll(1, "k", (0, 1), (2, 3)) + Poll(2, "k", (0, 1), (1, 2)),
            Sent("k", 1, 0) + Sent("k", 3, 2) + Poll(1, "k", (0, 1), (2, 3))
        },
        {
            "poll-without-skip", [2, 3, 6, 7, 8, 9],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Sent("k", 3, 2) + Poll(1, "k", (0, 1)) + Poll(1, "k", (2, 3)) + Poll(2, "k", (1, 2)),
            Sent("k", 1, 0) + Sent("k", 2, 1) + Sent("k", 3, 2) + Poll(1, "k", (0, 1)) + Assign(1, "k") + Poll(1, "k", (2, 3)) + Poll(2, "k", (1, 2))
        },
        {
            "poll-without-skip", [0, 1, 4, 5, 6, 7],
            Sent("k", 1, 0) + Sent("k", 2, 1) + Assign(1, "k", seek: true) + Poll(1, "k", (1, 2)) + Poll(2, "k", (0, 1)),
            Sent("k", 1, 0) + Sent("k", 2, 1) + Assign(1, "k") + Poll(1, "k", (1, 2)) + Poll(2, "k", (0, 1))
        },
        {
            "send-order", [0, 1, 2, 3],
            Sent("k", 1, 5) + Sent("k", 2, 3) + Poll(1, "k", (3, 2), (5, 1)),
            Sent("k", 1, 3) + Sent("k", 2, 5) + Poll(1, "k", (3, 1), (5, 2))
        },
        {
            "no-loss", [0, 1],
            Txn(0, "[:send \"k\" 1] [:send \"k\" 2] [:poll]", "[:send \"k\" [0 1]] [:send \"k\" [1 2]] [:poll {\"k\" [[1 2]]}]"),
            Txn(0, "[:send \"k\" 1] [:send \"k\" 2] [:poll]", "[:send \"k\" [0 1]] [:send \"k\" [1 2]] [:poll {\"k\" [[0 1] [1 2]]}]")
        },
    };

    [Theory]
    [MemberData(nameof(Twins))]
    public void Judge_BrokenLog_IsConvictedAndItsTwinIsNot(string rule, long[] witness, string convicted, string acquitted)
    {
        var report = Report(Number(convicted));
        var property = Assert.Single(report.Properties, p => p.Id == rule);
        Assert.True(property.Verdict == Verdict.Violates, TestHistories.Text(report));
        Assert.Equal(witness, property.Witness);
        Assert.DoesNotContain("{", property.Explanation);
        var twin = Report(Number(acquitted));
        Assert.True(twin.Verdict == Verdict.Conforms, TestHistories.Text(twin));
    }

    [Fact]
    public void Judge_LossWithAnUnknownPoll_IsUndetermined()
    {
        var history = Sent("k", 1, 0) + Sent("k", 2, 1) + Poll(1, "k", (1, 2))
            + Op(3, "invoke", "poll", "[[:poll]]") + Op(3, "info", "poll", "[[:poll]]");
        var report = Report(Number(history));
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Equal(UndeterminedReason.UnknownOutcomes, report.Reason);
    }

    [Fact]
    public void Judge_SkipAfterAFailedPoll_IsNotConvicted()
    {
        var history = Sent("k", 1, 0) + Sent("k", 2, 1) + Sent("k", 3, 2) + Poll(1, "k", (0, 1))
            + Op(1, "invoke", "poll", "[[:poll]]") + Op(1, "fail", "poll", "[[:poll]]") + Poll(1, "k", (2, 3)) + Poll(2, "k", (1, 2));
        Assert.Equal(Verdict.Conforms, Report(Number(history)).Verdict);
    }

    [Fact]
    public void Judge_SubscribedConsumer_MayBeRebalancedBetweenPolls()
    {
        var history = Sent("k", 1, 0) + Sent("k", 2, 1) + Op(1, "invoke", "subscribe", "[\"k\"]") + Op(1, "ok", "subscribe", "[\"k\"]")
            + Poll(1, "k", (0, 1), (1, 2)) + Poll(1, "k", (0, 1));
        Assert.Equal(Verdict.Conforms, Report(Number(history)).Verdict);
    }

    [Fact]
    public void Judge_RecordsInAVectorWithCommentsAndDiscards_IsTheSameHistory()
    {
        var ops = Number(Sent("k", 1, 0) + Poll(1, "k", (0, 1)));
        var records = ops.Replace("{:index", "#jepsen.history.Op{:index", StringComparison.Ordinal);
        var odd = $"; a history\n[ #_{{:not [an op]}}\n{records} #_ignored ]\n";
        Assert.Equal(Verdict.Conforms, Report(odd).Verdict);
        Assert.Equal(2, Report(odd).Operations);
    }

    private static Report Report(string history) => TestHistories.Report(TestHistories.Judge(history, "history.edn"));

    private static string Sent(string key, int value, long offset) =>
        Send(0, key, value) + Op(0, "ok", "send", $"[[:send \"{key}\" [{offset} {value}]]]");

    private static string Send(int process, string key, int value) =>
        Op(process, "invoke", "send", $"[[:send \"{key}\" {value}]]");

    private static string Poll(int process, string key, params (long Offset, int Value)[] shown)
    {
        var pairs = string.Join(' ', Array.ConvertAll(shown, s => $"[{s.Offset} {s.Value}]"));
        return Op(process, "invoke", "poll", "[[:poll]]") + Op(process, "ok", "poll", $"[[:poll {{\"{key}\" [{pairs}]}}]]");
    }

    private static string Assign(int process, string key, bool seek = false)
    {
        var how = seek ? ", :seek-to-beginning? true" : "";
        return Op(process, "invoke", "assign", $"[\"{key}\"]") + Op(process, "ok", "assign", $"[\"{key}\"]{how}");
    }

    private static string Txn(int process, string invoked, string completed) =>
        Op(process, "invoke", "txn", $"[{invoked}]") + Op(process, "ok", "txn", $"[{completed}]");

    private static string Op(int process, string type, string f, string value) =>
        $"{{:index #, :time 0, :type :{type}, :process {process}, :f :{f}, :value {value}}}\n";

    /// <summary>Puts 0, 1, 2, … where the operations' indices are left open.</summary>
    private static string Number(string history)
    {
        var index = 0;
        var lines = history.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(Array.ConvertAll(lines, line => line.Replace(":index #", $":index {index++}", StringComparison.Ordinal) + "\n"));
    }
}
