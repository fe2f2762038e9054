package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What to watch for. Name, selector, levels and timing are its meaning: they alone decide when an
 * alert changes. The notice only goes with it.
 *
 * @param name names the rule, and its alerts; at most {@value #MAX_NAME_LENGTH} characters
 * @param selector what it looks at
 * @param levels from the mildest to the worst, each within the one before it; none only where the
 *     rule watches for silence
 * @param timing how an alert goes with time
 * @param annotations what an alert carries with it
 */
public record Rule(
    String name, Selector selector, List<Level> levels, Timing timing, Annotations annotations)
    implements Serializable {

  /** Longest name, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** Names the alert that a stream gives of its own source, so no rule may have this name. */
  public static final String SOURCE_SILENT = "source_silent";

  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(selector, "selector");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(annotations, "annotations");
    RuleText.require("name", "name", name, MAX_NAME_LENGTH);
    if (name.isBlank()) {
      throw new InvalidFieldException("name", '"' + name + '"', "must not be blank");
    }
    if (name.equals(SOURCE_SILENT)) {
      throw new InvalidFieldException(
          "name", name, "is reserved for the stream's own alert; must be another");
    }
    levels = List.copyOf(levels);
    if (levels.isEmpty() && timing.noDataAfter().isZero()) {
      throw new InvalidFieldException(
          "levels", "rule " + name + ": must have at least one level, or noDataAfter");
    }
    for (int i = 1; i < levels.size(); i++) {
      requireWithin(name, levels.get(i - 1), levels.get(i));
    }
  }

  /** All readings of a metric, at once. */
  public Rule(String name, String metric, List<Level> levels) {
    this(name, Selector.of(metric), levels, Timing.IMMEDIATE, Annotations.NONE);
  }

  private static void requireWithin(String name, Level milder, Level worse) {
    if (worse.severity().compareTo(milder.severity()) <= 0
        || !worse.condition().isWithin(milder.condition())) {
      throw new InvalidFieldException(
          "levels",
          String.format(
              "rule %s: %s must be worse than %s, of the same kind, and hold only where that holds",
              name, worse, milder));
    }
  }

  /** The metric that it looks at. */
  public String metric() {
    return selector.metric();
  }

  /** Whether this rule watches a series. */
  public boolean watches(Series series) {
    return selector.selects(series);
  }

  /**
   * The worst severity that a value has by itself, without regard to what was before.
   *
   * @return {@code null} where no level holds
   */
  public Severity severityOf(double value) {
    Severity worst = null;
    for (Level level : levels) {
      if (level.condition().holds(value, value, value, false)) {
        worst = level.severity();
      }
    }
    return worst;
  }

  /**
   * Whether a value leaves an alert as it is, of which nothing is known: the case of most readings,
   * which therefore is told apart first.
   */
  public boolean isNoOpFor(double value) {
    return timing.noDataAfter().isZero() && withinMillis() == 0 && severityOf(value) == null;
  }

  /** The mildest severity that alerts of this rule can have. */
  public Severity mildest() {
    return levels.isEmpty() ? Severity.WARNING : levels.get(0).severity();
  }

  /** The level of a severity; the rule must have one. */
  public Level level(Severity severity) {
    return levels.stream().filter(level -> level.severity() == severity).findFirst().orElseThrow();
  }

  /** How far its conditions look back, in milliseconds; 0 for the present value alone. */
  public long withinMillis() {
    return levels.isEmpty() ? 0 : levels.get(0).condition().withinMillis();
  }

  /**
   * Names what decides about transitions: two rules with the same one can follow each other without
   * a change of any alert. Equal in every JVM.
   */
  public String semanticFingerprint() {
    return fingerprint(meaningText());
  }

  /** Whether both have the same {@link #semanticFingerprint()}. */
  public boolean hasSameSemanticsAs(Rule other) {
    return name.equals(other.name)
        && selector.equals(other.selector)
        && levels.equals(other.levels)
        && timing.equals(other.timing);
  }

  private String meaningText() {
    // No part can hold a line end, so no two meanings look alike.
    return String.join(
        "\n",
        name,
        selector.metric(),
        selector.sensors().pattern(),
        selector.on().toString(),
        levels.stream().map(Level::toString).collect(Collectors.joining("; ")),
        timing.toString());
  }

  /** All that the rule says. */
  String text() {
    return meaningText() + "\n" + annotations.summary() + "\n" + annotations.labels();
  }

  static String fingerprint(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
