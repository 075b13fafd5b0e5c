using Afterglow.App.Cli;

return await CommandLine.Root().Parse(args).InvokeAsync();
