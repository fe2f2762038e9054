package dev.isotherm.jobs.commands.run;

import dev.isotherm.jobs.notify.RedactedUrl;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.ValidationErrors;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Converts the errors of picocli's parser to messages in the form of all other errors. */
final class UsageErrors {

  /** The only option that takes these words. */
  private static final String DAY = "--day";

  private static final Set<String> DAYS = Set.of("yesterday", "today");

  private UsageErrors() {}

  /** Whether the parser stopped at this error, so that later options are not set. */
  static boolean endsParsing(Exception error) {
    return error instanceof OverwrittenOptionException
        || error instanceof MissingParameterException;
  }

  static void add(Exception error, ValidationErrors errors) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      addUnmatched(unmatched, errors);
    } else if (error instanceof MissingParameterException missing) {
      addMissing(missing, errors);
    } else if (error instanceof OverwrittenOptionException twice) {
      String option = nameOf(twice.getOverwritten());
      errors.addUnreadable(option, option + ": may be given only once");
    } else if (error instanceof ParameterException bad && bad.getArgSpec() != null) {
      String option = nameOf(bad.getArgSpec());
      if (bad.getCause() instanceof TypeConversionException conversion) {
        errors.addUnreadable(
            option, option + " " + bad.getValue() + ": " + conversion.getMessage());
      } else {
        errors.addUnreadable(option, option + ": " + sentence(bad));
      }
    } else {
      errors.add(sentence(error));
    }
  }

  private static void addMissing(MissingParameterException missing, ValidationErrors errors) {
    boolean valueMissing = String.valueOf(missing.getMessage()).contains("parameter for option");
    for (ArgSpec argument : missing.getMissing()) {
      String name = nameOf(argument);
      errors.addUnreadable(
          name,
          valueMissing
              ? name + ": needs a value, " + argument.paramLabel()
              : name + ": is required");
    }
  }

  private static void addUnmatched(UnmatchedArgumentException unmatched, ValidationErrors errors) {
    CommandLine command = unmatched.getCommandLine();
    boolean commandWanted = !command.getSubcommands().isEmpty();
    boolean valueOfUnknown = false;
    for (String text : unmatched.getUnmatched()) {
      boolean option = text.startsWith("-");
      if (option || !valueOfUnknown) {
        errors.add(unmatched(text, valueOf(text, command), command));
      }
      valueOfUnknown = option && !text.contains("=");
      if (commandWanted && !option) {
        return; // whatever follows was meant for the command that is not known
      }
    }
  }

  /** What follows an option that is not known; empty if nothing does. */
  private static String valueOf(String option, CommandLine command) {
    List<String> all = command.getParseResult().originalArgs();
    int next = all.indexOf(option) + 1;
    return next > 0 && next < all.size() ? all.get(next) : "";
  }

  /** The message for an option, a command or a parameter that does not exist. */
  static String unmatched(String text, CommandLine command) {
    return unmatched(text, "", command);
  }

  private static String unmatched(String text, String value, CommandLine command) {
    boolean option = text.startsWith("-");
    int equals = option ? text.indexOf('=') : -1;
    String name = equals < 0 ? text : text.substring(0, equals);
    List<String> known =
        option
            ? command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList()
            : List.copyOf(command.getSubcommands().keySet());
    boolean isDay =
        option
            && known.contains(DAY)
            && DAYS.contains(equals < 0 ? value : text.substring(equals + 1));
    List<String> near = isDay ? List.of(DAY) : DidYouMean.of(name, known);
    String kind = command.getSubcommands().isEmpty() ? "is not expected" : "unknown command";
    String hint =
        near.isEmpty()
            ? "see " + command.getCommandSpec().qualifiedName() + " --help"
            : "did you mean " + String.join(" or ", near) + "?";
    return RedactedUrl.of(name) + ": " + (option ? "unknown option" : kind) + "; " + hint;
  }

  private static String nameOf(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String sentence(Exception error) {
    String text = CommandRunner.firstLine(String.valueOf(error.getMessage()));
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
