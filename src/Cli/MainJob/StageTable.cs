using Spectre.Console;

namespace Verified.Cli;

/// <summary>The last thing the main job writes: one table of all stages.</summary>
internal static class StageTable
{
    /// <summary>Writes the table; in plain characters where nobody watches.</summary>
    public static void Write(Terminal terminal, IEnumerable<Stage> stages)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsWatched ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.IsWatched ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Output),
        });
        console.Profile.Width = terminal.Width;
        var table = new Table { Border = terminal.IsWatched ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var heading in (string[])["", "what", "of", "result", "time"]) table.AddColumn(new TableColumn(heading));
        table.Columns[^1].RightAligned();
        foreach (var stage in stages) AddRow(table, stage);
        console.Write(table);
    }

    private static void AddRow(Table table, Stage stage)
    {
        var (mark, colour) = stage.ExitCode switch
        {
            ExitCode.Success => ("ok", Color.Green),
            ExitCode.Undetermined => ("open", Color.Yellow),
            _ => ("FAIL", Color.Red),
        };
        table.AddRow(
            new Text(mark, new Style(colour)),
            new Text(stage.Name),
            new Text(stage.Subject),
            new Text(stage.Result),
            new Text(Texts.Seconds(stage.Seconds)));
    }
}
