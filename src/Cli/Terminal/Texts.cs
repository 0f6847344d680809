using System.Globalization;

namespace Verified.Cli;

/// <summary>Numbers and paths as people read them, the same in every locale.</summary>
internal static class Texts
{
    /// <summary><c>8,053</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>8,053 states</c>, <c>1 state</c>.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    /// <summary><c>1.3 s</c>.</summary>
    public static string Seconds(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    /// <summary>A path from the current folder where it lies below it; as it is elsewhere.</summary>
    public static string Short(string path)
    {
        var folder = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path;
    }

    /// <summary>A duration with its unit: <c>90</c> and <c>90s</c>, <c>500ms</c>, <c>5m</c>, <c>1h</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().TrimEnd("mshMSH");
        var unit = text[digits.Length..] switch
        {
            "" or "s" => 1.0,
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        if (unit == 0 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count * unit is <= 0 or > 1e9)
            return false;
        duration = TimeSpan.FromSeconds(count * unit);
        return true;
    }

    /// <summary>A size in bytes, with or without a unit of 1,024: <c>1048576</c>, <c>512m</c>, <c>4g</c>, <c>4GB</c>.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        var lower = text.ToLowerInvariant().AsSpan();
        if (lower.EndsWith("b")) lower = lower[..^1];
        var shift = lower switch
        {
            [.., 'k'] => 10,
            [.., 'm'] => 20,
            [.., 'g'] => 30,
            [.., 't'] => 40,
            _ => 0,
        };
        var digits = shift == 0 ? lower : lower[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count <= 0 || count > long.MaxValue >> shift)
            return false;
        bytes = count << shift;
        return true;
    }
}
