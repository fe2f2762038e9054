package dev.isotherm.jobs.commands.run;

import dev.isotherm.jobs.commands.options.Converters;
import dev.isotherm.jobs.commands.options.MappingFile;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the command that was named, or reports on standard error why it cannot: all errors at once,
 * one per line. Prints a stack trace only with {@code --verbose}.
 */
public final class CommandRunner implements IExecutionStrategy {
  public static final int DONE = 0;
  public static final int JOB_FAILED = 1;
  public static final int BAD_USAGE = 2;
  public static final int DIFFERENT = 3;

  private static final int HELP_COLUMNS = 100;

  /** Where the options of a mapping file stand, by their names. */
  private final Map<String, String> places = new HashMap<>();

  private CommandRunner() {}

  /** Runs the command that the arguments name, and returns its exit code. */
  public static int run(CommandLine root, String... arguments) {
    CommandRunner runner = (CommandRunner) root.getExecutionStrategy();
    try {
      return root.execute(runner.withMapping(root, arguments));
    } catch (ConfigurationException bad) {
      return report(bad, root);
    }
  }

  /**
   * Adds the options of a mapping file, without those that are given, or that the command does not
   * have.
   */
  private String[] withMapping(CommandLine root, String... arguments) {
    places.clear();
    List<String> given = List.of(arguments);
    String file = valueOf(MappingFile.OPTION, given);
    CommandLine command = commandOf(root, given);
    if (file == null || command.getCommandSpec().findOption(MappingFile.OPTION) == null) {
      return arguments;
    }
    List<String> all = new ArrayList<>(given);
    int behindName = given.indexOf(command.getCommandName()) + 1;
    for (MappingFile.Entry entry : MappingFile.read(Path.of(file))) {
      String option = entry.option();
      boolean isGiven =
          given.stream().anyMatch(text -> text.equals(option) || text.startsWith(option + "="));
      if (!isGiven && command.getCommandSpec().findOption(option) != null) {
        all.add(behindName++, option + "=" + entry.value());
        places.put(option, entry.place());
      }
    }
    return all.toArray(String[]::new);
  }

  private static @Nullable String valueOf(String option, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(option + "=")) {
        return arguments.get(i).substring(option.length() + 1);
      }
      if (arguments.get(i).equals(option) && i + 1 < arguments.size()) {
        return arguments.get(i + 1);
      }
    }
    return null;
  }

  private static CommandLine commandOf(CommandLine root, List<String> arguments) {
    CommandLine command = root;
    for (String argument : arguments) {
      command = command.getSubcommands().getOrDefault(argument, command);
    }
    return command;
  }

  /** Names the place of an option that stands in a mapping file. */
  private String placed(String error) {
    String option = error.split("[ :]", 2)[0];
    return places.containsKey(option) ? places.get(option) + ": " + error : error;
  }

  /** Installs this execution strategy, the converters and the help format in a tree of commands. */
  public static CommandLine install(CommandLine root) {
    root.setExecutionStrategy(new CommandRunner());
    root.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    root.setUsageHelpWidth(HELP_COLUMNS);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    Converters.register(root);
    collectErrors(root);
    return root;
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(CommandRunner::collectErrors);
  }

  @Override
  public int execute(ParseResult parsed) {
    List<CommandLine> named = parsed.asCommandLineList();
    CommandLine command = named.get(named.size() - 1);
    ValidationErrors errors = new ValidationErrors();
    if (isUnknownCommand(command)) {
      // picocli does not report it if help is requested, too.
      List<String> unmatched = command.getParseResult().unmatched();
      UsageErrors.add(new UnmatchedArgumentException(command, unmatched), errors);
    } else {
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      List<Exception> found =
          named.stream().flatMap(level -> level.getParseResult().errors().stream()).toList();
      found.forEach(error -> UsageErrors.add(error, errors));
      if (found.stream().noneMatch(UsageErrors::endsParsing)) {
        check(command.getCommandSpec(), errors);
      }
    }
    try {
      errors.throwIfAny();
    } catch (ConfigurationException bad) {
      return report(
          new ConfigurationException(bad.errors().stream().map(this::placed).toList()), command);
    }
    if (!(command.getCommand() instanceof Callable<?>)) {
      if (command.getParent() == null) {
        command.getErr().print(FirstSteps.text(command));
      } else {
        command.usage(command.getErr());
      }
      command.getErr().flush();
      return BAD_USAGE;
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } finally {
      command.getOut().flush();
      command.getErr().flush();
    }
  }

  private static boolean isUnknownCommand(CommandLine command) {
    return !command.getSubcommands().isEmpty()
        && command.getParseResult().unmatched().stream().anyMatch(text -> !text.startsWith("-"));
  }

  private static void check(CommandSpec spec, ValidationErrors errors) {
    if (spec.userObject() instanceof Validated validated) {
      validated.check(errors);
    }
    spec.mixins().values().forEach(mixin -> check(mixin, errors));
  }

  private static int report(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigurationException bad) {
      bad.errors().forEach(error -> err.println("isotherm: " + error));
    } else {
      err.println("isotherm: " + command.getCommandName() + " failed: " + rootCauseOf(failure));
    }
    if (isVerbose(command)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure instanceof ConfigurationException ? BAD_USAGE : JOB_FAILED;
  }

  private static boolean isVerbose(CommandLine command) {
    for (CommandLine level = command; level != null; level = level.getParent()) {
      ParseResult parsed = level.getParseResult();
      if (parsed != null && parsed.hasMatchedOption("--verbose")) {
        return true;
      }
    }
    return false;
  }

  /** The deepest cause in one sentence. */
  static String rootCauseOf(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 100; depth++) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? "" : firstLine(root.getMessage().strip());
    String kind = root.getClass().getSimpleName();
    return message.isEmpty() ? kind : message + " (" + kind + ")";
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
