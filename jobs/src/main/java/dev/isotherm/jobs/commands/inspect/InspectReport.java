package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.model.Reading;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.parse.inspect.FieldProfile;
import dev.isotherm.parse.message.Excerpt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what was found in a sample. */
final class InspectReport {

  private static final int MOST_FIELDS = 40;
  private static final int EXAMPLES = 3;
  private static final int NAME_WIDTH = 40;

  private final PrintWriter out;

  InspectReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints everything about a file or topic. */
  void print(String name, Inspection of) {
    out.println(name + ": " + of.looked());
    List<FieldProfile> fields = List.copyOf(of.fields().fields());
    if (!fields.isEmpty()) {
      out.println();
      fields(fields);
    }
    section("Noticed", of.notes());
    section("To be decided", of.questions());
    readings(of.trial());
  }

  private void fields(List<FieldProfile> fields) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"field", "looks like", "there", "range", "examples"});
    fields.stream().limit(MOST_FIELDS).map(InspectReport::row).forEach(rows::add);
    int[] widths = new int[4];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append("  ").append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
      }
      out.println((line + "  " + row[4]).stripTrailing());
    }
    if (fields.size() > MOST_FIELDS) {
      out.println("  … and " + (fields.size() - MOST_FIELDS) + " more");
    }
  }

  private static String[] row(FieldProfile field) {
    double[] numbers = field.sortedNumbers();
    int all = field.present() + field.count(FieldProfile.Kind.ABSENT);
    return new String[] {
      shortened(field.name()),
      words(field.kind()),
      all == 0 ? "" : 100L * field.present() / all + " %",
      numbers.length == 0 ? "" : number(numbers[0]) + " to " + number(numbers[numbers.length - 1]),
      field.distinct().stream()
          .limit(EXAMPLES)
          .map(Excerpt::plain)
          .collect(Collectors.joining(" | "))
    };
  }

  private static String shortened(String name) {
    String plain = Excerpt.plain(name);
    return plain.length() <= NAME_WIDTH ? plain : plain.substring(0, NAME_WIDTH - 1) + "…";
  }

  private static String words(FieldProfile.Kind kind) {
    return switch (kind) {
      case ABSENT -> "nothing";
      case NUMBER -> "number";
      case NUMBER_IN_TEXT -> "number in a text";
      case NOT_FINITE -> "not finite";
      case MEASURED -> "number with a unit";
      case BOOLEAN -> "boolean";
      case TEXT -> "text";
    };
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }

  private void section(String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      out.println();
      out.println(title + ":");
      sentences.forEach(sentence -> out.println("  " + sentence));
    }
  }

  private void readings(TrialReadings trial) {
    if (!trial.first().isEmpty()) {
      out.println();
      out.println("First readings:");
      for (Reading one : trial.first()) {
        out.printf(
            "  %s  %s  %s  %s%n",
            InstantText.of(one.epochMillis()),
            one.series().sensorId(),
            one.series().metric(),
            number(one.value()));
      }
    }
    out.println();
    long rejected = trial.rejected().values().stream().mapToLong(Integer::longValue).sum();
    out.println(
        "Of the sample: "
            + SampleText.plural(trial.accepted(), "message")
            + " accepted with "
            + SampleText.plural(trial.readings(), "reading")
            + ", "
            + rejected
            + " rejected");
    trial
        .rejected()
        .forEach(
            (reason, count) ->
                out.println("  " + count + " " + reason + ": " + trial.example(reason)));
  }
}
