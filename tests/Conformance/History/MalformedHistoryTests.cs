using System.Text;
using Verified.Oracle;

namespace Verified.Tests.Conformance.History;

/// <summary>Whatever is wrong with a file: a diagnostic with place and expectation, exit code 3, never an exception.</summary>
public class MalformedHistoryTests
{
    private const string Header = "{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\"}\n";
    private const string All = "{\"history\":\"eda/1\",\"spec\":[\"eventstore\",\"bus\",\"projection\",\"saga\"],\"clock\":\"shared\"}\n";
    private const string Append = "{\"index\":0,\"time\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\",\"events\":[{\"id\":\"a\"}]}\n";

    /// <summary>The same for lines of buses, projections and sagas.</summary>
    public static TheoryData<string, string> MalformedOfOthers => new()
    {
        {
            "{\"history\":\"eda/1\",\"spec\":[\"bus\",\"queue\"],\"clock\":\"shared\"}\n",
            "h.ndjson:1:34: VOR0109: unknown spec; expected \"eventstore\", \"bus\", \"projection\" or \"saga\""
        },
        {
            "{\"history\":\"eda/1\",\"spec\":[],\"clock\":\"shared\"}\n",
            "h.ndjson:1:27: VOR0109: a history of nothing; expected one or more of \"eventstore\", \"bus\", \"projection\" or \"saga\""
        },
        {
            "{\"history\":\"eda/1\",\"spec\":\"bus\",\"clock\":\"shared\",\"config\":{\"effect\":\"once\"}}\n",
            "h.ndjson:1:69: VOR0114: unknown value; expected \"at-least-once\", \"at-most-once\" or \"exactly-once\""
        },
        {
            "{\"history\":\"eda/1\",\"spec\":\"bus\",\"clock\":\"shared\",\"config\":{\"dedupeWindowMs\":-1}}\n",
            "h.ndjson:1:77: VOR0114: no length of time; expected milliseconds, from 0 to 2305843009213"
        },
        {
            "{\"history\":\"eda/1\",\"spec\":\"saga\",\"clock\":\"shared\",\"config\":{\"countermeasures\":\"lost-update\"}}\n",
            "h.ndjson:1:79: VOR0114: the value is a string; expected an array of names"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"publish\"}\n",
            "h.ndjson:2:53: VOR0112: \"events\" is missing; expected \"events\" on every publish of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"publish\",\"events\":[]}\n",
            "h.ndjson:2:1: VOR0112: a publish of no events; expected at least one event in \"events\""
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"deliver\",\"events\":[{\"id\":\"m\"}]}\n",
            "h.ndjson:2:75: VOR0112: \"subscription\" or \"consumer\" is missing; expected \"subscription\" or \"consumer\" on every deliver of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"checkpoint\",\"position\":1}\n",
            "h.ndjson:2:69: VOR0112: \"subscription\" or \"consumer\" or \"saga\" is missing; expected \"subscription\" or \"consumer\" or \"saga\" on every checkpoint of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}\n",
            "h.ndjson:2:50: VOR0112: \"stream\" or \"projection\" is missing; expected \"stream\" or \"projection\" on every read of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"ack\",\"consumer\":\"c\",\"events\":[{\"id\":\"m\",\"id\":\"m\"}]}\n",
            "h.ndjson:2:90: VOR0113: the field \"id\" is here twice; expected each field once"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"deliver\",\"consumer\":\"c\",\"events\":[{\"id\":\"m\",\"key\":7}]}\n",
            "h.ndjson:2:95: VOR0114: the value is a number; expected a string"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"deliver\",\"consumer\":\"c\",\"outbox\":[{\"ID\":\"m\"}],\"events\":[{\"id\":\"m\"}]}\n",
            "h.ndjson:2:79: VOR0112: \"id\" is missing; expected \"id\" in everything under \"outbox\""
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"ok\",\"f\":\"publish\",\"outcomes\":[{\"consumer\":\"c\",\"ok\":\"yes\"}]}\n",
            "h.ndjson:2:83: VOR0114: the value is a string; expected true or false"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"subscribe\",\"consumer\":\"c\",\"effect\":\"never\"}\n",
            "h.ndjson:2:80: VOR0114: unknown promise; expected \"at-least-once\", \"at-most-once\" or \"exactly-once\""
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"project\",\"projection\":\"p\",\"events\":[{\"id\":\"e\"}]}\n",
            "h.ndjson:2:1: VOR0112: event 1 of the line has no \"position\"; expected \"position\" in every event"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"project\",\"projection\":\"p\",\"rebuild\":true}\n",
            "h.ndjson:2:85: VOR0112: \"position\" is missing; expected \"position\" on every project of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"saga-step\",\"saga\":\"s\",\"step\":0}\n",
            "h.ndjson:2:74: VOR0114: no number of a step; expected an integer from 1 to 10000"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"saga-step\",\"saga\":\"s\"}\n",
            "h.ndjson:2:66: VOR0112: \"step\" is missing; expected \"step\" on every saga-step of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"saga-end\",\"saga\":\"s\",\"outcome\":\"done\"}\n",
            "h.ndjson:2:76: VOR0114: unknown outcome \"done\"; expected completed, aborted or stuck"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"ok\",\"f\":\"saga-step\",\"reads\":[{\"key\":\"k\"}]}\n",
            "h.ndjson:2:61: VOR0112: \"version\" is missing; expected \"version\" in everything under \"reads\""
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"checkpoint\",\"saga\":\"s\"}\n",
            "h.ndjson:2:67: VOR0112: \"revision\" is missing; expected \"revision\" on every checkpoint of type invoke"
        },
        {
            All + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"ack\",\"consumer\":\"c\",\"events\":[{\"id\":\"m\"}]}\n{\"index\":1,\"process\":0,\"type\":\"ok\",\"f\":\"nack\"}\n",
            "h.ndjson:3:1: VOR0120: a completion of nack, but line 2 invoked ack; expected the f of the invoke"
        },
    };

    /// <summary>The text, and the diagnostic it must give.</summary>
    public static TheoryData<string, string> Malformed => new()
    {
        { "", "h.ndjson: VOR0102: the history is empty; expected a header line" },
        { "\n  \n", "h.ndjson: VOR0102: the history is empty; expected a header line" },
        {
            "hello\n",
            "h.ndjson:1:1: VOR0108: this is not the header of a history; expected {\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",…}"
        },
        {
            "{\"history\":\"eda/2\",\"spec\":\"eventstore\",\"clock\":\"shared\"}\n",
            "h.ndjson:1:12: VOR0108: a history of another format; expected \"eda/1\""
        },
        {
            "{\"history\":\"eda/1\",\"clock\":\"shared\"}\n",
            "h.ndjson:1:1: VOR0108: the header has no \"spec\"; expected {\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",…}"
        },
        {
            "{\"history\":\"eda/1\",\"spec\":\"queue\",\"clock\":\"shared\"}\n",
            "h.ndjson:1:27: VOR0109: unknown spec; expected \"eventstore\", \"bus\", \"projection\" or \"saga\""
        },
        {
            "{\"history\":\"eda/1\",\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\"}\n",
            "h.ndjson:1:30: VOR0113: the field \"history\" is here twice; expected each field once"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"apend\"}\n",
            "h.ndjson:2:44: VOR0110: unknown f \"apend\"; expected one of append, read, read-all, delete, subscribe, unsubscribe, publish, deliver, ack, nack, dead-letter, replay, checkpoint, project, saga-start, saga-step, saga-compensate, saga-end, crash, fault"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"begin\",\"f\":\"append\"}\n",
            "h.ndjson:2:31: VOR0111: unknown type \"begin\"; expected invoke, ok, fail or info"
        },
        {
            Header + "{\"index\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:51: VOR0112: \"process\" is missing; expected \"process\" on every read of type invoke"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\"}\n",
            "h.ndjson:2:65: VOR0112: \"events\" is missing; expected \"events\" on every append of type invoke"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\",\"events\":[]}\n",
            "h.ndjson:2:1: VOR0112: an append of no events; expected at least one event in \"events\""
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\",\"events\":[{\"hash\":\"1\"}]}\n",
            "h.ndjson:2:76: VOR0112: an event without \"id\"; expected \"id\", the event's identity"
        },
        {
            Header + "{\"index\":0,\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:20: VOR0113: the field \"index\" is here twice; expected each field once"
        },
        {
            Header + "{\"index\":\"0\",\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:10: VOR0114: the value is a string; expected an integer"
        },
        {
            Header + "{\"index\":0.5,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:10: VOR0114: the value is a number; expected an integer, without fraction or exponent"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":7}\n",
            "h.ndjson:2:60: VOR0114: the value is a number; expected a string"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\",\"expected\":-1,\"events\":[{\"id\":\"a\"}]}\n",
            "h.ndjson:2:77: VOR0114: the value is negative; expected a version of 0 or above, \"any\", \"no-stream\" or \"stream-exists\""
        },
        {
            Header + "{\"index\":18446744073709551616,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:10: VOR0107: a number beyond 64 bits; expected an integer from -2^63 to 2^63-1"
        },
        {
            Header + "{\"index\":9223372036854775808,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:2:10: VOR0107: a number beyond 64 bits; expected an integer from -2^63 to 2^63-1"
        },
        {
            Header + "{\"index\":1,\"process\":0,\"type\":\"info\",\"f\":\"fault\"}\n{\"index\":1,\"process\":1,\"type\":\"info\",\"f\":\"fault\"}\n",
            "h.ndjson:3:1: VOR0115: index 1 after index 1; expected indices that increase"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"ok\",\"f\":\"append\",\"version\":0}\n",
            "h.ndjson:2:1: VOR0116: process 0 has no open operation to complete; expected an invoke of this process above"
        },
        {
            Header + Append + "{\"index\":1,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:3:1: VOR0117: process 0 invokes while its operation of line 2 is open; expected one open operation per process"
        },
        {
            Header + Append + "{\"index\":1,\"process\":0,\"type\":\"info\",\"f\":\"append\"}\n{\"index\":2,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n",
            "h.ndjson:4:1: VOR0118: process 0 goes on after an operation whose outcome is unknown; expected a new process id after an info or a crash"
        },
        {
            Header + Append + "{\"index\":1,\"process\":0,\"type\":\"ok\",\"f\":\"delete\"}\n",
            "h.ndjson:3:1: VOR0120: a completion of delete, but line 2 invoked append; expected the f of the invoke"
        },
        {
            Header + Append + "{\"index\":1,\"process\":0,\"type\":\"ok\",\"f\":\"append\",\"position\":4611686018427387904}\n",
            "h.ndjson:3:60: VOR0107: a position of 2^62 or above; expected an integer below 2^62"
        },
        {
            Header.Replace("}", ",\"config\":{\"contiguous\":false}}", StringComparison.Ordinal) + Append
                + "{\"index\":1,\"process\":0,\"type\":\"ok\",\"f\":\"append\",\"version\":4611686018427387904}\n",
            "h.ndjson:3:1: VOR0107: a version of 2^62 or above; expected an integer below 2^62"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"ty\n" + Append,
            "h.ndjson:2:27: VOR0106: the line ends too early; expected '\"' at the end of the string"
        },
        {
            Header + "{\"index\":0 \"process\":0}\n",
            "h.ndjson:2:12: VOR0106: not what JSON has here; expected ',' or '}'"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"\\x\"}\n",
            "h.ndjson:2:61: VOR0106: an escape JSON does not have; expected \\n or \\u0041"
        },
        {
            Header + "{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"é\"} x\n",
            "h.ndjson:2:65: VOR0106: not what JSON has here; expected the end of the line"
        },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Judge_MalformedText_SaysWhereAndWhatWasExpected(string text, string expected) =>
        AssertRefused(Encoding.UTF8.GetBytes(text), expected);

    [Theory]
    [MemberData(nameof(MalformedOfOthers))]
    public void Judge_MalformedTextOfABusAProjectionOrASaga_SaysWhereAndWhatWasExpected(string text, string expected) =>
        AssertRefused(Encoding.UTF8.GetBytes(text), expected);

    [Theory]
    [InlineData("{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"publish\"}\n")]
    [InlineData("{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"saga-step\",\"step\":\"first\",\"key\":{},\"state\":7}\n")]
    [InlineData("{\"index\":0,\"process\":0,\"type\":\"invoke\",\"f\":\"append\",\"stream\":\"s\",\"topic\":1,\"events\":[{\"id\":\"a\",\"key\":2}]}\n")]
    public void Judge_WhatOthersWouldNeedInAStoresHistory_IsSkipped(string line) =>
        Assert.Equal(2, TestHistories.Judge(Header + line).ExitCode);

    [Theory]
    [InlineData("bus/outcome-missing")]
    [InlineData("projection/rebuilt-view-differs")]
    [InlineData("saga/lost-update-between-sagas")]
    public void Judge_AnyByteOfAHistoryOfOthersChanged_IsJudgedOrRefused(string history)
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestHistories.Own, $"{history}-convicted.ndjson"));
        foreach (var changed in (byte[])[0, (byte)'"', (byte)'{', (byte)']', (byte)'9', (byte)'-', (byte)'\n', 0xFF])
            for (var at = 0; at < bytes.Length; at++)
            {
                var copy = (byte[])bytes.Clone();
                copy[at] = changed;
                Assert.InRange(TestHistories.Judge(copy).ExitCode, 0, 3);
            }
    }

    [Fact]
    public void Judge_InvalidUtf8_SaysWhere() => AssertRefused(
        [.. Encoding.UTF8.GetBytes(Header + "{\"index\":0,\"x\":\""), 0xC3, 0x28, .. "\"}\n"u8],
        "h.ndjson:2:17: VOR0103: bytes that are not UTF-8; expected UTF-8 text");

    [Fact]
    public void Judge_NestingOfAHundredThousand_IsRefusedWithoutAStackOverflow() => AssertRefused(
        Encoding.UTF8.GetBytes(Header + "{\"index\":0,\"x\":" + new string('[', 100_000)
            + new string(']', 100_000) + "}\n"),
        "h.ndjson:2:80: VOR0105: nested deeper than 64 levels; expected a flatter value");

    [Fact]
    public void Judge_NestingWithinTheLimit_IsSkipped()
    {
        var nested = "{\"index\":0,\"x\":" + new string('[', 64) + new string(']', 64) + ",\"process\":0,\"type\":\"info\",\"f\":\"fault\",\"y\":{\"a\":[1,-2.5e3,null,true,\"\\u00e9\"],\"b\":{}}}\n";
        Assert.Equal(2, TestHistories.Judge(Header + nested).ExitCode);
    }

    [Fact]
    public void Judge_LineOfAHundredMegabytes_IsRefusedInBoundedMemory()
    {
        // Of this thread: other tests run beside it.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = HistoryJudge.Judge(
            new LongLine(100L << 20), "h.ndjson", new JudgeOptions { MaxLineBytes = 1 << 20 });
        var diagnostic = Assert.Single(Assert.IsType<JudgeResult.Malformed>(result).Diagnostics);
        Assert.Equal(
            "h.ndjson:2:1: VOR0104: the line is longer than 1048576 bytes; expected shorter lines: read in pages (\"count\") when the log is long",
            diagnostic.ToString());
        Assert.True(diagnostic.Unsupported);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1 << 20, 8 << 20);
    }

    [Fact]
    public void Judge_MissingFile_SaysSo()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-history.ndjson");
        AssertRefused(HistoryJudge.Judge(path), $"{path}: VOR0101: there is no such file; expected a history file");
    }

    [Fact]
    public void Judge_Directory_SaysSo()
    {
        var path = AppContext.BaseDirectory;
        AssertRefused(HistoryJudge.Judge(path), $"{path}: VOR0101: this is a directory; expected a history file");
    }

    [Theory]
    [InlineData("{\"index\":1,\"time\":0,\"process\":0,\"type\":\"ok\",\"f\":\"app")]
    [InlineData("{\"index\":1,")]
    [InlineData("{")]
    public void Judge_TruncatedLastLine_IsLeftOutWithANote(string rest)
    {
        var report = TestHistories.Report(TestHistories.Judge(Header + Append + rest, "h.ndjson"));
        Assert.Equal(1, report.Operations);
        Assert.Equal(
            $"h.ndjson:3:{rest.Length + 1}: VOR0119: the last line is cut off, as a killed recorder leaves it; it was left out; expected a line that ends with a line feed",
            Assert.Single(report.Notes).ToString());
    }

    [Fact]
    public void Judge_LastLineCutInsideACharacter_IsLeftOutWithANote()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Header + Append + "{\"index\":1,\"error\":\""), 0xC3];
        var report = TestHistories.Report(TestHistories.Judge(text, "h.ndjson"));
        Assert.Equal("VOR0119", Assert.Single(report.Notes).Code);
    }

    [Fact]
    public void Judge_WholeLastLineWithoutLineFeed_IsRead()
    {
        var report = TestHistories.Report(TestHistories.Judge(Header + Append.TrimEnd()));
        Assert.Equal(1, report.Operations);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void Judge_EveryPrefixOfAHistory_IsJudgedOrRefused()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestHistories.Own, "store", "half-a-batch-convicted.ndjson"));
        for (var length = 0; length < bytes.Length; length++)
            Assert.InRange(TestHistories.Judge(bytes[..length]).ExitCode, 0, 3);
    }

    [Fact]
    public void Judge_AnyByteChanged_IsJudgedOrRefused()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestHistories.Own, "store", "half-a-batch-convicted.ndjson"));
        foreach (var changed in (byte[])[0, (byte)'"', (byte)'{', (byte)']', (byte)'9', (byte)'\\', (byte)'\n', 0xFF])
            for (var at = 0; at < bytes.Length; at++)
            {
                var copy = (byte[])bytes.Clone();
                copy[at] = changed;
                Assert.InRange(TestHistories.Judge(copy).ExitCode, 0, 3);
            }
    }

    private static void AssertRefused(byte[] text, string expected) =>
        AssertRefused(TestHistories.Judge(text, "h.ndjson"), expected);

    private static void AssertRefused(JudgeResult result, string expected)
    {
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(expected, Assert.Single(Assert.IsType<JudgeResult.Malformed>(result).Diagnostics).ToString());
    }

    /// <summary>A header, then one line of spaces and an x, of any length, made up as it is read.</summary>
    private sealed class LongLine(long length) : MemoryStreamLike
    {
        private readonly byte[] _header = Encoding.UTF8.GetBytes(Header);
        private long _at;

        public override long Length => length + _header.Length;

        public override long Position
        {
            get => _at;
            set => _at = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var n = (int)Math.Min(count, Length - _at);
            for (var i = 0; i < n; i++, _at++) buffer[offset + i] = _at < _header.Length ? _header[_at] : (byte)'x';
            return n;
        }
    }

    private abstract class MemoryStreamLike : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
