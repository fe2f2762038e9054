package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.group.GroupBy;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.sensors.TableSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** By which labels of the sensor table sensors are grouped. */
public final class GroupByOption implements Validated {

  private static final String OPTION = "--group-by";
  private static final String SESSION_GAP = "--session-gap";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = OPTION,
      paramLabel = "LABEL[,LABEL...]",
      description =
          "Also average over all sensors that have the same values of these labels in --sensors,"
              + " such as site or site,line; not with --session-gap (default: no groups).")
  private @Nullable GroupBy by;

  /** The labels; {@code null} if no groups were asked for. */
  public @Nullable GroupBy by() {
    return by;
  }

  /** The labels as text, the same for the same labels; {@code null} for no groups. */
  public @Nullable String text() {
    return by == null ? null : by.toString();
  }

  @Override
  public void check(ValidationErrors errors) {
    if (by != null && command.commandLine().getParseResult().hasMatchedOption(SESSION_GAP)) {
      errors.add(
          OPTION,
          by,
          "does not go with "
              + SESSION_GAP
              + ", because each sensor has sessions of its own, and a group has no windows then");
    }
  }

  /** One sentence for each label that no sensor has. */
  List<String> errors(SensorsOption sensors) {
    if (by == null) {
      return List.of();
    }
    if (!sensors.isGiven()) {
      return List.of(
          OPTION
              + " "
              + by
              + ": needs a sensor table with these labels; name its file with"
              + " --sensors");
    }
    if (sensors.topic() != null) {
      return List.of(); // a version of the table may bring the label, or take it away
    }
    Set<String> known = TableSummary.of(sensors.content().latest()).labels().keySet();
    List<String> errors = new ArrayList<>();
    for (String label : by.labels()) {
      if (!known.contains(label)) {
        errors.add(OPTION + " " + label + ": " + unknown(label, known));
      }
    }
    return errors;
  }

  private static String unknown(String label, Set<String> known) {
    if (known.isEmpty()) {
      return "no sensor of the table has a label";
    }
    List<String> near = DidYouMean.of(label, known);
    return "no sensor of the table has this label; there "
        + (known.size() == 1 ? "is " : "are ")
        + String.join(", ", known)
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }
}
