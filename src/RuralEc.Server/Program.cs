return await RuralEc.Server.Cli.CommandLine.RunAsync(args);
