package dev.isotherm.jobs.commands.run;

import dev.isotherm.model.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command at any depth; picocli's own help command knows one level only. */
@Command(name = "help", description = "Shows the help of a command.")
public final class HelpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      description = "A command, such as batch or rules check (default: isotherm itself).")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine command = spec.parent().commandLine();
    for (String name : names) {
      CommandLine subcommand = command.getSubcommands().get(name);
      if (subcommand == null) {
        throw new ConfigurationException(UsageErrors.unmatched(name, command));
      }
      command = subcommand;
    }
    command.usage(command.getOut());
    return CommandRunner.DONE;
  }
}
