using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Verified.Systematic;

/// <summary>Where the awaits of a state machine are written, by the symbols beside or within its assembly.</summary>
/// <remarks>Source: the Portable PDB format, "Async Method Stepping Information". Thread-safe.</remarks>
internal static class SourceLines
{
    private const BindingFlags Methods = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Guid s_stepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    private static readonly Lock s_lock = new();

    /// <summary>By assembly; null: it has no symbols.</summary>
    private static readonly Dictionary<Assembly, MetadataReader?> s_symbols = [];

    /// <summary>By state machine; where each await is.</summary>
    private static readonly Dictionary<Type, (string File, int Line)[]> s_awaits = [];

    /// <summary>File and line of an await.</summary>
    /// <param name="machine">Made by the compiler of an async method.</param>
    /// <param name="index">Which of its awaits, from 0.</param>
    /// <returns>Null where that is not known.</returns>
    public static (string File, int Line)? Of(Type machine, int index)
    {
        lock (s_lock)
        {
            var type = machine.IsConstructedGenericType ? machine.GetGenericTypeDefinition() : machine;
            if (!s_awaits.TryGetValue(type, out var awaits))
                s_awaits.Add(type, awaits = [.. Read(type)]);
            return (uint)index < (uint)awaits.Length ? awaits[index] : null;
        }
    }

    private static IEnumerable<(string File, int Line)> Read(Type machine)
    {
        if (machine.GetMethod("MoveNext", Methods) is not { } method || SymbolsOf(machine.Assembly) is not { } symbols)
            return [];
        var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken);
        var points = symbols.GetMethodDebugInformation(handle).GetSequencePoints().Where(point => !point.IsHidden).ToArray();
        return YieldsOf(symbols, handle)
            .Select(yield => points.LastOrDefault(point => point.Offset <= yield))
            .Select(point => point.Document.IsNil
                ? ("", 0)
                : (Path.GetFileName(symbols.GetString(symbols.GetDocument(point.Document).Name)), point.StartLine));
    }

    /// <summary>For each await, in order, the offset in the code at which it begins to wait.</summary>
    private static List<int> YieldsOf(MetadataReader symbols, MethodDefinitionHandle method)
    {
        var yields = new List<int>();
        foreach (var handle in symbols.GetCustomDebugInformation(method))
        {
            var information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) != s_stepping)
                continue;
            var blob = symbols.GetBlobReader(information.Value);
            for (_ = blob.ReadUInt32(); blob.RemainingBytes > 0; _ = blob.ReadCompressedInteger())
            {
                yields.Add((int)blob.ReadUInt32());
                _ = blob.ReadUInt32(); // where it goes on
            }
        }

        return yields;
    }

    private static MetadataReader? SymbolsOf(Assembly assembly)
    {
        if (!s_symbols.TryGetValue(assembly, out var symbols))
            s_symbols.Add(assembly, symbols = Open(assembly.Location));
        return symbols;
    }

    /// <summary>Stays open for as long as the process.</summary>
    private static MetadataReader? Open(string path)
    {
        try
        {
            if (path.Length == 0)
                return null;
            using var image = new PEReader(File.OpenRead(path));
            return image.TryOpenAssociatedPortablePdb(
                path, symbols => File.Exists(symbols) ? File.OpenRead(symbols) : null, out var provider, out _)
                ? provider!.GetMetadataReader()
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return null;
        }
    }
}
