namespace Verified.Cli;

/// <summary>One link of the chain of evidence, as the main job's table shows it.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Subject">To what.</param>
/// <param name="Result">What came of it.</param>
/// <param name="ExitCode">0 where it holds.</param>
/// <param name="Seconds">Wall time.</param>
internal sealed record Stage(string Name, string Subject, string Result, int ExitCode, double Seconds);
