package dev.isotherm.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.diff.DiffCounts;
import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.jobs.diff.EpisodePair;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.jobs.diff.RuleNote;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.EnumText;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports in which alerts two sets of rules differ: as a table, or as one line of JSON each. */
public final class DiffReport {

  /** The formats of the report. */
  public enum Print {
    TABLE,
    JSON
  }

  /** The columns before those of the differences. */
  private static final List<String> COLUMNS = List.of("rule", "", "alerts", "old", "new", "same");

  private static final int TEXT_COLUMNS = 3;

  private final Map<String, AlertDiff.Change> changes;
  private final List<EpisodePair> pairs;
  private final List<RuleNote> notes;

  public DiffReport(AlertDiff diff) {
    changes = diff.changes();
    pairs = diff.pairs();
    notes = diff.notes();
  }

  /** Whether nothing differs: no alert, name, text or label. */
  public boolean isEmpty() {
    return notes.isEmpty() && differences().isEmpty();
  }

  public List<EpisodePair> differences() {
    return pairs.stream().filter(one -> !one.isSame()).toList();
  }

  /**
   * Prints one line of JSON for each difference: first other names, texts and labels, then alerts.
   * The lines of the former have the fields {@code rule}, {@code change} and {@code note}.
   */
  public void printJson(PrintWriter out) {
    notes.forEach(note -> printJson(out, json -> write(json, note)));
    differences().forEach(one -> printJson(out, json -> write(json, one)));
  }

  private static void printJson(PrintWriter out, JsonLinesWriter.Fields fields) {
    out.append(new String(JsonLinesWriter.object(fields), UTF_8)).append('\n');
  }

  private static void write(JsonGenerator json, RuleNote note) throws IOException {
    json.writeStringField("rule", note.rule());
    json.writeStringField("change", EnumText.lowerCase(note.change()));
    json.writeStringField("note", note.sentence());
  }

  private static void write(JsonGenerator json, EpisodePair one) throws IOException {
    json.writeStringField("rule", one.rule());
    json.writeStringField("sensor_id", one.series().sensorId());
    json.writeStringField("metric", one.series().metric());
    json.writeStringField("alert", EnumText.lowerCase(one.kind()));
    json.writeArrayFieldStart("differences");
    for (Difference difference : one.differences()) {
      json.writeString(EnumText.lowerCase(difference));
    }
    json.writeEndArray();
    write(json, "old", one.old());
    write(json, "new", one.changed());
  }

  private static void write(JsonGenerator json, String name, @Nullable Episode episode)
      throws IOException {
    if (episode == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("from", JsonLinesWriter.instant(episode.fromMillis()));
    json.writeStringField(
        "to", episode.isOpen() ? null : JsonLinesWriter.instant(episode.toMillis()));
    if (episode.severity() != null) {
      json.writeStringField("severity", episode.severity().text());
    }
    if (episode.reached().size() > 1) {
      json.writeObjectFieldStart("reached");
      for (Map.Entry<AlertSeverity, Long> one : episode.reached().entrySet()) {
        json.writeStringField(one.getKey().text(), JsonLinesWriter.instant(one.getValue()));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /**
   * Prints a table with a row for each rule that has changed, other names, texts and labels, and
   * then the differences in the order of time.
   *
   * @param most how many differences to show
   */
  public void print(PrintWriter out, int most) {
    printTable(out);
    notes.forEach(note -> out.println(note.sentence()));
    List<EpisodePair> differences = differences();
    if (!differences.isEmpty()) {
      out.println();
      differences.stream().limit(most).forEach(one -> out.println(sentence(one)));
    }
    if (differences.size() > most) {
      out.printf("… and %d more; --all shows them%n", differences.size() - most);
    }
  }

  private void printTable(PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(COLUMNS, DiffReport::words));
    Map<String, List<EpisodePair>> byRule =
        pairs.stream().collect(Collectors.groupingBy(EpisodePair::rule));
    long unchanged = 0;
    for (Map.Entry<String, AlertDiff.Change> rule : changes.entrySet()) {
      if (rule.getValue() == AlertDiff.Change.UNCHANGED) {
        unchanged++;
        continue;
      }
      List<EpisodePair> ofRule = byRule.getOrDefault(rule.getKey(), List.of());
      for (Kind kind : Kind.values()) {
        List<EpisodePair> ofKind = ofRule.stream().filter(one -> one.kind() == kind).toList();
        if (kind == Kind.FIRING || !ofKind.isEmpty()) {
          rows.add(row(rule.getKey(), rule.getValue(), kind, ofKind));
        }
      }
    }
    if (rows.size() > 1) {
      int[] widths = new int[rows.get(0).size()];
      rows.forEach(row -> TableReport.widen(widths, row));
      rows.forEach(row -> out.println(TableReport.row(row, TEXT_COLUMNS, widths).stripTrailing()));
    }
    if (unchanged > 0) {
      out.printf(
          "%d %s in both%n", unchanged, unchanged == 1 ? "rule is the same" : "rules are the same");
    }
  }

  private static List<String> row(List<String> cells, Function<Difference, String> cell) {
    return Stream.concat(cells.stream(), Arrays.stream(Difference.values()).map(cell)).toList();
  }

  private static List<String> row(
      String rule, AlertDiff.Change change, Kind kind, List<EpisodePair> pairs) {
    DiffCounts counts = DiffCounts.of(pairs);
    List<String> cells =
        List.of(
            rule,
            EnumText.lowerCase(change),
            words(kind),
            count(counts.old()),
            count(counts.changed()),
            count(counts.same()));
    return row(cells, difference -> count(counts.of(difference)));
  }

  /** {@code ~ 2025-07-01T12:00:00Z high_temperature temperature{s1} firing 30s later; …}. */
  private static String sentence(EpisodePair one) {
    String sign = "~";
    String what;
    if (one.old() == null || one.changed() == null) {
      sign = one.old() == null ? "+" : "-";
      what = unpaired(one.any());
    } else {
      what = words(one);
    }
    return String.join(
        " ",
        sign,
        JsonLinesWriter.instant(one.fromMillis()),
        one.rule(),
        one.series().metric() + "{" + one.series().sensorId() + "}",
        words(one.kind()),
        what);
  }

  private static String unpaired(Episode episode) {
    String severity = episode.severity() == null ? "" : episode.severity().text() + " ";
    return severity
        + (episode.isOpen()
            ? "until the end"
            : "for " + duration(episode.toMillis() - episode.fromMillis()));
  }

  /**
   * The differences of an alert that is under both, such as {@code 30s later, ends 1min earlier}.
   */
  public static String words(EpisodePair pair) {
    return pair.differences().stream()
        .map(difference -> words(difference, pair))
        .collect(Collectors.joining(", "));
  }

  private static String words(Difference difference, EpisodePair pair) {
    return switch (difference) {
      case EARLIER, LATER -> shift(pair.old().fromMillis(), pair.changed().fromMillis());
      case OTHER_SEVERITY -> severities(pair);
      case OTHER_END -> end(pair.old(), pair.changed());
      case MORE, FEWER -> throw new IllegalArgumentException("not of a pair");
    };
  }

  private static String end(Episode old, Episode changed) {
    if (old.isOpen() || changed.isOpen()) {
      return changed.isOpen() ? "does not end" : "ends";
    }
    return "ends " + shift(old.toMillis(), changed.toMillis());
  }

  private static String severities(EpisodePair pair) {
    List<String> parts = new ArrayList<>();
    if (!Objects.equals(pair.old().severity(), pair.changed().severity())) {
      parts.add(pair.changed().severity().text() + " instead of " + pair.old().severity().text());
    }
    for (AlertSeverity one : pair.reachedAtOtherTimes()) {
      parts.add(one.text() + " " + shift(pair.old().reachedAt(one), pair.changed().reachedAt(one)));
    }
    return String.join(", ", parts);
  }

  /** {@code 30s later}. */
  private static String shift(long oldMillis, long newMillis) {
    long later = newMillis - oldMillis;
    return duration(Math.abs(later)) + (later > 0 ? " later" : " earlier");
  }

  private static String duration(long millis) {
    return DurationText.format(Duration.ofMillis(millis));
  }

  private static String count(long count) {
    return count == 0 ? "·" : Long.toString(count);
  }

  private static String words(Enum<?> constant) {
    return EnumText.lowerCase(constant).replace('_', ' ');
  }
}
