using Afterglow.App.Cli;

return await CommandLine.RunAsync(args);
