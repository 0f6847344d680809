using System.Text;
using System.Text.Json;
using Verified.Oracle;

namespace Verified.Tests.Conformance.History;

public class ReportTests
{
    [Fact]
    public void WriteText_Violation_ComesFirstWithItsLines()
    {
        const string expected =
            """
            stale-read-convicted.ndjson: violates
              5 operations; 3 acknowledged, 3 of them observed; 0 of 0 unknown outcomes resolved

              recency: violates
                Event 'c' of stream 's' was acknowledged (index 5) before this read began (index 6), but the read does not show it: it is stale.
                | {"index":4,"time":4000,"process":0,"type":"invoke","f":"append","stream":"s","expected":"any","events":[{"id":"c"}]}
                | {"index":5,"time":5000,"process":0,"type":"ok","f":"append","version":2,"position":3}
                | {"index":6,"time":6000,"process":1,"type":"invoke","f":"read","stream":"s"}
                | {"index":7,"time":7000,"process":1,"type":"ok","f":"read","events":[{"id":"a","version":0},{"id":"b","version":1}]}

              conforms: optimistic-concurrency, contiguous-versions, unique-positions, read-is-prefix, idempotent-retry, no-loss, no-phantom, real-time-order
              vacuous: atomic-append
              not-applicable: deleted-stream, checkpoint-without-gap, checkpoint-behind-processing

            """;
        Assert.Equal(expected, TestHistories.Text(Report("stale-read-convicted.ndjson")));
    }

    [Fact]
    public void WriteText_CutShort_SaysWhyOnce()
    {
        const string expected =
            """
            h.edn: undetermined (timeout)
              1 operations; 0 acknowledged, 0 of them observed; 0 of 0 unknown outcomes resolved

              undetermined: one-value-per-offset, no-duplicate, no-loss, no-phantom, atomic-txn, poll-order, poll-without-skip, send-order

            """;
        using var history = new MemoryStream("{:type :invoke, :process 0, :f :poll}"u8.ToArray());
        var result = HistoryJudge.Judge(history, "h.edn", cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(expected, TestHistories.Text(TestHistories.Report(result)));
    }

    [Fact]
    public void WriteJson_Undetermined_IsTheDocumentOfConform()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) ReportJson.Write(json, Report("unobserved-without-final-reads.ndjson"));
        const string expected =
            """
            {"history":"unobserved-without-final-reads.ndjson","operations":3,"verdict":"undetermined","properties":[
            {"id":"optimistic-concurrency","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"contiguous-versions","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"unique-positions","verdict":"vacuous","reason":null,"witness":[],"explanation":null},
            {"id":"read-is-prefix","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"atomic-append","verdict":"vacuous","reason":null,"witness":[],"explanation":null},
            {"id":"idempotent-retry","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"no-loss","verdict":"undetermined","reason":"not-observed","witness":[],"explanation":"1 of 2 acknowledged events were never read, the first \u0027b\u0027 of stream \u0027s\u0027; the history has no final reads."},
            {"id":"no-phantom","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"recency","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"real-time-order","verdict":"conforms","reason":null,"witness":[],"explanation":null},
            {"id":"deleted-stream","verdict":"not-applicable","reason":null,"witness":[],"explanation":"no deletion was acknowledged"},
            {"id":"checkpoint-without-gap","verdict":"not-applicable","reason":null,"witness":[],"explanation":"no subscription was recorded with a checkpoint"},
            {"id":"checkpoint-behind-processing","verdict":"not-applicable","reason":null,"witness":[],"explanation":"no subscription was recorded to start again"}]}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Fact]
    public void Judge_StreamThatCannotSeek_IsExplainedAllTheSame()
    {
        using var file = File.OpenRead(Path.Combine(TestHistories.Own, "store", "stale-read-convicted.ndjson"));
        using var pipe = new System.IO.Compression.BrotliStream(Compressed(file), System.IO.Compression.CompressionMode.Decompress);
        var report = TestHistories.Report(HistoryJudge.Judge(pipe, "stdin"));
        Assert.Equal(4, report.Lines.Count);
    }

    private static MemoryStream Compressed(Stream file)
    {
        var bytes = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(bytes, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            file.CopyTo(brotli);
        bytes.Position = 0;
        return bytes;
    }

    private static Report Report(string name)
    {
        using var file = File.OpenRead(Path.Combine(TestHistories.Own, "store", name));
        return TestHistories.Report(HistoryJudge.Judge(file, name));
    }
}
