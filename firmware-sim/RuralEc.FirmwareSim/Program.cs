return await RuralEc.FirmwareSim.CommandLine.RunAsync(args);
