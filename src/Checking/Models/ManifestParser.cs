using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Verified.Tla.Source;

namespace Verified.Checking.Models;

/// <summary>Reads the text of a manifest: a JSON array of objects. Names it does not know are an error, not ignored.</summary>
internal ref struct ManifestParser
{
    private readonly SourceText _source;
    private Utf8JsonReader _json;
    private ImmutableArray<ManifestEntry>.Builder _entries;

    private ManifestParser(SourceText source)
    {
        _source = source;
        _json = new Utf8JsonReader(Encoding.UTF8.GetBytes(source.Text));
        _entries = ImmutableArray.CreateBuilder<ManifestEntry>();
    }

    public static (ImmutableArray<ManifestEntry> Entries, Diagnostic? Problem) Parse(SourceText source)
    {
        var parser = new ManifestParser(source);
        try
        {
            parser.Array();
            return (parser._entries.ToImmutable(), null);
        }
        catch (ManifestFault fault)
        {
            return ([], new Diagnostic("VCF0301", parser.Here(), fault.Message, fault.Expected));
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0) + 1;
            var column = (int)(fault.BytePositionInLine ?? 0) + 1;
            return ([], new Diagnostic(
                "VCF0302", new Location(source.Path, line, column), "this is not JSON", "an array of models"));
        }
    }

    private void Array()
    {
        _json.Read();
        Require(JsonTokenType.StartArray, "an array of models");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Require(JsonTokenType.StartObject, "a model: an object");
            Entry();
        }

        while (_json.Read())
        {
        }
    }

    private void Entry()
    {
        var entry = new ManifestEntry("", "", null, ModelSize.Small, false, Verdict.Holds, null, null, null);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = _json.GetString();
            _json.Read();
            entry = Member(name, entry);
        }

        if (entry.Module.Length == 0) throw new ManifestFault("the model has no module", "\"module\"");
        if (entry.Config.Length == 0) throw new ManifestFault("the model has no configuration", "\"cfg\"");
        _entries.Add(entry);
    }

    private ManifestEntry Member(string? name, ManifestEntry entry) => name switch
    {
        "module" => entry with { Module = Text() ?? "" },
        "cfg" => entry with { Config = Text() ?? "" },
        "mirrors" => entry with { Mirrors = Text() },
        "size" => entry with { Size = OneOf("small", "large") == 1 ? ModelSize.Large : ModelSize.Small },
        "mode" => entry with { Simulates = OneOf("exhaustive", "simulate") == 1 },
        "result" => entry with { Result = (Verdict)OneOf("holds", "violated", "deadlock") },
        "property" => entry with { Property = Text() },
        "distinct" => entry with { Distinct = Count() },
        "generated" => entry with { Generated = Count() },
        _ => throw new ManifestFault(
            $"the name \"{name}\" has no meaning here",
            "module, cfg, mirrors, size, mode, result, property, distinct or generated"),
    };

    private string? Text()
    {
        if (_json.TokenType == JsonTokenType.Null) return null;
        Require(JsonTokenType.String, "a string or null");
        return _json.GetString();
    }

    private long? Count()
    {
        if (_json.TokenType == JsonTokenType.Null) return null;
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var count) && count >= 0
            ? count
            : throw new ManifestFault("this is not a number of states", "an integer of 0 or above, or null");
    }

    private int OneOf(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
            if (_json.TokenType == JsonTokenType.String && _json.ValueTextEquals(words[i]))
                return i;
        throw new ManifestFault("the value has no meaning here", string.Join(" or ", words));
    }

    private readonly void Require(JsonTokenType token, string expected)
    {
        if (_json.TokenType != token) throw new ManifestFault("the manifest has another form", expected);
    }

    private readonly Location Here()
    {
        var before = Encoding.UTF8.GetBytes(_source.Text).AsSpan(0, (int)_json.TokenStartIndex);
        var (line, column) = _source.PositionAt(Encoding.UTF8.GetCharCount(before));
        return new Location(_source.Path, line, column);
    }

    /// <summary>What is wrong at the token last read.</summary>
    private sealed class ManifestFault(string message, string expected) : Exception(message)
    {
        public string Expected { get; } = expected;
    }
}
