using Verified.Cli;

using var terminal = Terminal.OfProcess();
return await CommandLine.RunAsync(args, terminal);
