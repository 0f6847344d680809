using System.Diagnostics;
using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Cli;

/// <summary>Link 5: the oracle judges what the workload recorded.</summary>
internal static class JudgementStage
{
    public static Stage Run(Terminal terminal, WorkloadFiles files, CancellationToken cancellation)
    {
        var result = HistoryJudge.Judge(files.History, cancellationToken: cancellation);
        cancellation.ThrowIfCancellationRequested();
        files.KeepsHistory = result.ExitCode != ExitCode.Success;
        switch (result)
        {
            case JudgeResult.Judged(var report):
                if (files.KeepsHistory) ReportText.Write(terminal.Output, report);
                var conform = report.Properties.Count(p => p.Verdict == Verdict.Conforms);
                var tested = report.Properties.Count(p => p.Verdict is not (Verdict.Vacuous or Verdict.NotApplicable));
                return new Stage("history", Texts.Count(report.Operations, "operation"),
                    $"{ReportJson.Name(report.Verdict)}: {conform} of {Texts.Count(tested)} properties put to the test",
                    result.ExitCode, 0);
            case JudgeResult.Malformed(var diagnostics):
                foreach (var diagnostic in diagnostics)
                    terminal.Error.WriteLine(DiagnosticText.Render(diagnostic, []));
                return new Stage("history", files.History, "malformed", result.ExitCode, 0);
            default:
                throw new UnreachableException();
        }
    }
}
