using Tegument.Sensor.Commands;

// The host binary's verbs: up and agent protect this host, replay judges a capture, the rest speak to the silo.
return await CommandLine.Run(args);
