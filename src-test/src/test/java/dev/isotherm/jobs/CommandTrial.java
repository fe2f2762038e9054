package dev.isotherm.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command answered. */
public record CommandTrial(int code, String out, String err) {

  /** Runs {@code isotherm} with these arguments, in this process. */
  public static CommandTrial isotherm(String... arguments) {
    return run(
        Isotherm.commandLine(
            configuration -> {
              throw new AssertionError("no job was to be started");
            }),
        arguments);
  }

  public static CommandTrial run(CommandLine command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = command.execute(arguments);
    return new CommandTrial(code, out.toString(), err.toString());
  }
}
