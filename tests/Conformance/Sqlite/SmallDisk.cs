using System.Diagnostics;

namespace Verified.Tests.Conformance;

/// <summary>A test that mounts a file system; skipped with its reason where that is not permitted.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    public MountFactAttribute() => Skip = Requirement.Skip("tmpfs", s_obstacle.Value);

    private static string? FindObstacle()
    {
        try
        {
            using var disk = new SmallDisk("64k");
            return null;
        }
        catch (Exception reason)
        {
            return $"Mounting a tmpfs is not permitted here: {reason.Message}";
        }
    }
}

/// <summary>A file system in memory of a given size.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDisk(string size)
    {
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _directory.Path);
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    public string File => _directory.File();

    public void Resize(string size) => Run("mount", "-o", $"remount,size={size}", _directory.Path);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", _directory.Path);

    public void Dispose()
    {
        Run("umount", _directory.Path);
        _directory.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"{program} {string.Join(' ', arguments)}: {complaint.Trim()}");
    }
}
