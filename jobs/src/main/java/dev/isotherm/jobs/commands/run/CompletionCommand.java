package dev.isotherm.jobs.commands.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes commands, options and their values. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in bash and zsh.",
      "In this shell:  source <(./isotherm completion)"
    })
public final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    nameValues(spec.root());
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    spec.commandLine().getOut().print(script);
    return CommandRunner.DONE;
  }

  /**
   * Prepares the options that have a list of values. picocli names the list after the label of the
   * parameter, which several options of a command share, and writes the values as Java does.
   */
  private static void nameValues(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      if (option.type().isEnum()) {
        command.remove(option);
        command.addOption(
            option.toBuilder()
                .paramLabel(option.longestName().replaceAll("\\W+", "_"))
                .completionCandidates(valuesOf(option.type()))
                .build());
      }
    }
    command.subcommands().values().forEach(each -> nameValues(each.getCommandSpec()));
  }

  private static List<String> valuesOf(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(value -> value.toString().toLowerCase(Locale.ROOT))
        .toList();
  }
}
