package dev.isotherm.jobs.commands.run;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** What is said to somebody who names no command: the commands to begin with. */
final class FirstSteps {

  private static final Map<String, String> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("demo", "demo              a simulated fleet of sensors, live, on this machine");
    STEPS.put(
        "inspect", "inspect FILE      how a file of yours would be read, and the next command");
    STEPS.put("batch", "batch FILE        the averages of a file, per sensor and day");
    STEPS.put("stream", "stream            averages and alerts of a Kafka topic");
  }

  private FirstSteps() {}

  /** Returns the text: of all steps those whose commands there are. */
  static String text(CommandLine root) {
    String name = root.getCommandName();
    StringBuilder text =
        new StringBuilder("The same averages and alerts from files and from Kafka.\n\n");
    STEPS.forEach(
        (command, step) -> {
          if (root.getSubcommands().containsKey(command)) {
            text.append("  ").append(name).append(' ').append(step).append('\n');
          }
        });
    return text.append('\n')
        .append(name)
        .append(" help lists all commands, ")
        .append(name)
        .append(" help batch the options of one.\n")
        .toString();
  }
}
