Console.Error.WriteLine("usage: tegument COMMAND [OPTIONS]");
return 2;
