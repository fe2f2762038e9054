package dev.isotherm.jobs.commands.run;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Runs the command that was named, or says on standard error why not: one sentence per line, all
 * faults at once, a stack trace only with {@code --verbose}.
 */
public final class CommandRunner implements IExecutionStrategy {
  public static final int DONE = 0;
  public static final int JOB_FAILED = 1;
  public static final int BAD_USAGE = 2;
  public static final int DIFFERENT = 3;

  private static final int HELP_COLUMNS = 100;

  private CommandRunner() {}

  /** Makes a finished tree of commands behave as described above. */
  public static CommandLine install(CommandLine root) {
    root.setExecutionStrategy(new CommandRunner());
    root.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    root.setUsageHelpWidth(HELP_COLUMNS);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.registerConverter(int.class, text -> number("a whole number", Integer::valueOf, text));
    root.registerConverter(Integer.class, text -> number("a whole number", Integer::valueOf, text));
    root.registerConverter(long.class, text -> number("a whole number", Long::valueOf, text));
    root.registerConverter(Long.class, text -> number("a whole number", Long::valueOf, text));
    root.registerConverter(double.class, text -> number("a number", Double::valueOf, text));
    root.registerConverter(Double.class, text -> number("a number", Double::valueOf, text));
    collectErrors(root);
    return root;
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(CommandRunner::collectErrors);
  }

  private static <T> T number(String wanted, Function<String, T> reader, String text) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException notANumber) {
      throw new TypeConversionException("must be " + wanted);
    }
  }

  @Override
  public int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    List<CommandLine> named = parsed.asCommandLineList();
    CommandLine command = named.get(named.size() - 1);
    ValidationErrors faults = new ValidationErrors();
    boolean complete = true;
    for (CommandLine level : named) {
      for (Exception error : level.getParseResult().errors()) {
        UsageErrors.add(error, faults);
        complete &= !UsageErrors.endsParsing(error);
      }
    }
    if (complete) {
      check(command.getCommandSpec(), faults);
    }
    try {
      faults.throwIfAny();
    } catch (ConfigurationException bad) {
      return report(bad, command);
    }
    if (!(command.getCommand() instanceof Callable<?>)) {
      command.usage(command.getErr());
      return BAD_USAGE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void check(CommandSpec spec, ValidationErrors faults) {
    if (spec.userObject() instanceof Validated checked) {
      checked.check(faults);
    }
    spec.mixins().values().forEach(mixin -> check(mixin, faults));
  }

  private static int report(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigurationException bad) {
      bad.errors().forEach(fault -> err.println("isotherm: " + fault));
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
