package dev.isotherm.jobs.commands.run;

import dev.isotherm.jobs.commands.options.Converters;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
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

  private CommandRunner() {}

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
      return report(bad, command);
    }
    if (!(command.getCommand() instanceof Callable<?>)) {
      command.usage(command.getErr());
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
