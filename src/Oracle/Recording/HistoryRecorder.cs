using System.Buffers;
using System.Text.Json;
using Verified.Oracle.History;

namespace Verified.Oracle;

/// <summary>An operation that was begun and not yet completed.</summary>
/// <param name="Process">The process that has it open.</param>
/// <param name="Function">What it does.</param>
public readonly record struct OpenRecord(long Process, LineFunction Function);

/// <summary>Writes an <c>eda/1</c> history while a system runs.</summary>
/// <remarks>
/// Thread-safe. Index and time are given under one lock, so the order of lines is the order of time. Every line is
/// handed to the operating system in one write before the call returns: a killed process leaves at most one truncated
/// line, the last. An invocation is to be recorded before the system is called, a completion after it answered. Process
/// ids are leased: one is free again after <c>ok</c> and <c>fail</c>, never after <c>info</c>.
/// </remarks>
public sealed class HistoryRecorder : IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Lock _gate = new();
    private readonly Stream _target;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly Stack<long> _freeProcesses = new();
    private long _nextProcess;
    private long _nextIndex;
    private long _nextName;

    /// <summary>Begins a history: writes the header. The stream is closed with the recorder.</summary>
    public HistoryRecorder(Stream target, HistoryHeader header, TimeProvider time)
        : this(target, time)
    {
        HeaderWriter.Write(_json, header);
        WriteLine();
        _json.Reset();
        _line.ResetWrittenCount();
    }

    private HistoryRecorder(Stream target, TimeProvider time)
    {
        _target = target;
        _time = time;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { SkipValidation = true });
    }

    /// <summary>Begins a history in a new file, or over an old one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static HistoryRecorder Create(string path, HistoryHeader header, TimeProvider time) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), header, time);

    /// <summary>
    /// Goes on with the history of a process that was killed: drops a truncated last line, continues the indices, and
    /// uses new process ids, so that what was open stays of unknown outcome.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is no history; the message is the diagnostic.</exception>
    public static HistoryRecorder Resume(string path, TimeProvider time)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var recorder = new HistoryRecorder(file, time);
        var reader = new HistoryReader(file, path, int.MaxValue >> 1);
        reader.Header();
        var end = reader.Consumed;
        while (reader.Malformed is null && reader.Next())
        {
            if (reader.Unfinished) break;
            end = reader.Consumed;
            recorder._nextIndex = reader.Line.Index + 1;
            recorder._nextProcess = Math.Max(recorder._nextProcess, Math.Min(reader.Line.Process, long.MaxValue >> 1) + 1);
        }

        if (reader.Malformed is not null)
        {
            recorder.Dispose();
            throw new InvalidDataException(reader.Malformed.ToString());
        }

        recorder._nextName = recorder._nextIndex;
        file.SetLength(end);
        file.Position = end;
        return recorder;
    }

    /// <summary>Records that an operation begins; <paramref name="fields"/> writes its members.</summary>
    public OpenRecord Begin(LineFunction function, Action<Utf8JsonWriter>? fields = null)
    {
        lock (_gate)
        {
            var process = _freeProcesses.TryPop(out var free) ? free : _nextProcess++;
            Write(process, "invoke"u8, function, fields);
            return new OpenRecord(process, function);
        }
    }

    /// <summary>Records how an operation ended.</summary>
    /// <exception cref="ArgumentException"><paramref name="type"/> is <see cref="LineType.Invoke"/>.</exception>
    public void End(OpenRecord operation, LineType type, Action<Utf8JsonWriter>? fields = null)
    {
        var name = type switch
        {
            LineType.Ok => "ok"u8,
            LineType.Fail => "fail"u8,
            LineType.Info => "info"u8,
            _ => throw new ArgumentException("An operation does not end with an invocation.", nameof(type)),
        };
        lock (_gate)
        {
            Write(operation.Process, name, operation.Function, fields);
            if (type != LineType.Info) _freeProcesses.Push(operation.Process);
        }
    }

    /// <summary>Records something done to the system: a kill, a partition, a full disk.</summary>
    public void Fault(string description)
    {
        lock (_gate) Write(_nextProcess++, "info"u8, LineFunction.Fault, json => json.WriteString("error", description));
    }

    /// <summary>Records that a subscription's checkpoint at this position was saved by <paramref name="save"/>.</summary>
    /// <remarks>A subscriber saves what it has dealt with: after the deliveries up to this position are completed.</remarks>
    public async ValueTask CheckpointAsync(string subscription, long position, Func<ValueTask> save)
    {
        var operation = Begin(LineFunction.Checkpoint, json => WriteCheckpoint(json, subscription, position));
        try
        {
            await save();
            End(operation, LineType.Ok);
        }
        catch (Exception e)
        {
            End(operation, LineType.Info, json => json.WriteString("error", e.GetType().Name));
            throw;
        }
    }

    /// <summary>Records that a subscription starts, or starts again, behind this position.</summary>
    public void Start(string subscription, long position) => End(
        Begin(LineFunction.Checkpoint, json =>
        {
            WriteCheckpoint(json, subscription, position);
            json.WriteBoolean("start", true);
        }),
        LineType.Ok);

    /// <summary>A name that no other part of this history uses.</summary>
    public string NewName(string kind) => FormattableString.Invariant($"{kind}-{Interlocked.Increment(ref _nextName)}");

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _target.Dispose();
    }

    private static void WriteCheckpoint(Utf8JsonWriter json, string subscription, long position)
    {
        json.WriteString("subscription", subscription);
        json.WriteNumber("position", position);
    }

    private void Write(long process, ReadOnlySpan<byte> type, LineFunction function, Action<Utf8JsonWriter>? fields)
    {
        try
        {
            _json.WriteStartObject();
            _json.WriteNumber("index"u8, _nextIndex);
            _json.WriteNumber("time"u8, Nanoseconds());
            _json.WriteNumber("process"u8, process);
            _json.WriteString("type"u8, type);
            _json.WriteString("f"u8, FunctionNames.Of(function));
            fields?.Invoke(_json);
            _json.WriteEndObject();
            _nextIndex++;
            WriteLine();
        }
        finally
        {
            // Also where the members cannot be written (a store that answers null): the next line begins anew.
            _json.Reset();
            _line.ResetWrittenCount();
        }
    }

    private void WriteLine()
    {
        _json.Flush();
        _line.Write("\n"u8);
        _target.Write(_line.WrittenSpan);
        _target.Flush();
    }

    private long Nanoseconds() =>
        (long)((Int128)_time.GetTimestamp() * NanosecondsPerSecond / _time.TimestampFrequency);
}
