using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Systematic;

/// <summary>The place in the code under test that called a primitive.</summary>
internal static partial class CallSite
{
    /// <summary>File and line of the nearest caller that is neither the engine's nor the platform's.</summary>
    /// <remarks>Walks the stack, so it costs tens of microseconds.</remarks>
    public static string? Here()
    {
        foreach (var frame in new StackTrace(1, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod()?.DeclaringType is not { } type || IsPlumbing(type))
                continue;
            return frame.GetFileName() is { } file
                ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}")
                : NameOf(type, frame);
        }

        return null;
    }

    private static bool IsPlumbing(Type type) =>
        type.Assembly == typeof(CallSite).Assembly
        || type.Assembly == typeof(Concurrency.Runtime).Assembly
        || type.Assembly == typeof(object).Assembly;

    /// <summary>The method that a state machine was made of, and the class that it was written in.</summary>
    private static string NameOf(Type type, StackFrame frame)
    {
        var written = type;
        while (written.Name.StartsWith('<') && written.DeclaringType is { } outer)
            written = outer;
        var method = Made().Match(type.Name) is { Success: true } match ? match.Groups[1].Value : frame.GetMethod()?.Name;
        return $"{written.Name}.{method}";
    }

    [GeneratedRegex("^<+(\\w+)>")]
    private static partial Regex Made();
}
