package dev.isotherm.rules;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.condition.When;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Texts;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert rule. Name, selector, levels and timing are its semantics: they alone decide when an
 * alert changes.
 *
 * @param name names the rule, and its alerts; at most {@value #MAX_NAME_LENGTH} characters
 * @param selector which values it evaluates
 * @param levels from the mildest to the worst; each {@linkplain
 *     dev.isotherm.rules.condition.Condition#mayFollow may follow} those before it. May be empty
 *     only with {@code noDataAfter}
 * @param timing how alerts depend on time
 * @param annotations what alerts carry for people and routing
 */
public record Rule(
    String name, Selector selector, List<Level> levels, Timing timing, Annotations annotations)
    implements Serializable {

  /** Longest name, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** Reserved for the alert of a stream on its own source. */
  public static final String SOURCE_SILENT = "source_silent";

  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(selector, "selector");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(annotations, "annotations");
    Texts.requireText("name", "name", name, MAX_NAME_LENGTH);
    if (name.isBlank()) {
      throw new InvalidFieldException("name", '"' + name + '"', "must not be blank");
    }
    if (name.equals(SOURCE_SILENT)) {
      throw new InvalidFieldException(
          "name", name, "is reserved for the stream's own alert; must be another");
    }
    levels = List.copyOf(levels);
    if (levels.isEmpty() && timing.missing().policy() == Absence.Policy.ENDS) {
      throw new InvalidFieldException("missing", "rule " + name + ": " + Absence.ENDS_NEEDS_LEVEL);
    }
    if (levels.isEmpty() && timing.noDataAfter().isZero()) {
      throw new InvalidFieldException(
          "levels", "rule " + name + ": must have at least one level, or noDataAfter");
    }
    requireKnown(name, annotations.severities(), levels, timing.missing());
    for (int worse = 1; worse < levels.size(); worse++) {
      for (int milder = 0; milder < worse; milder++) {
        requireWorse(name, timing, levels.get(milder), levels.get(worse));
      }
    }
    requireExpressions(name, selector, levels);
    if (timing.missing().endsAtOnce()) {
      levels.forEach(level -> requireEvent(name, timing, level));
    }
  }

  /** A rule on all readings of a metric, without delays. */
  public Rule(String name, String metric, List<Level> levels) {
    this(name, Selector.of(metric), levels, Timing.IMMEDIATE, Annotations.NONE);
  }

  private static void requireExpressions(String name, Selector selector, List<Level> levels) {
    Signal signal = selector.signal();
    List<Expression> conditions = conditions(levels);
    if (signal == null) {
      if (!conditions.isEmpty()) {
        throw new InvalidFieldException("levels", "rule " + name + ": when needs a signal");
      }
      return;
    }
    if (!selector.metric().equals(name)) {
      throw new InvalidFieldException("metric", selector.metric(), "must be " + name);
    }
    signal.requirePlaced(name, conditions);
    if (signal.isOfGroups()
        && levels.stream().anyMatch(level -> level.condition() instanceof TableLimits)) {
      throw new InvalidFieldException(
          "levels", "rule " + name + ": a group has no limits in the sensor table");
    }
  }

  private static List<Expression> conditions(List<Level> levels) {
    return levels.stream()
        .map(Level::condition)
        .filter(When.class::isInstance)
        .map(condition -> ((When) condition).expression())
        .toList();
  }

  private static void requireKnown(
      String name, Severities severities, List<Level> levels, Absence missing) {
    List<AlertSeverity> named = new ArrayList<>(levels.stream().map(Level::severity).toList());
    for (int worse = 1; worse < levels.size(); worse++) {
      if (severities.compare(named.get(worse - 1), named.get(worse)) >= 0) {
        throw new InvalidFieldException(
            "levels",
            String.format(
                "rule %s: %s must be worse than %s",
                name, levels.get(worse), levels.get(worse - 1)));
      }
    }
    if (missing.policy() == Absence.Policy.NO_DATA) {
      named.add(noDataSeverity(levels, missing));
    }
    for (AlertSeverity one : named) {
      if (!severities.contains(one)) {
        throw new InvalidFieldException(
            "levels",
            String.format("rule %s: severity %s: must be one of %s", name, one.text(), severities));
      }
    }
  }

  private static void requireWorse(String name, Timing timing, Level milder, Level worse) {
    if (!worse.condition().mayFollow(milder.condition())) {
      throw new InvalidFieldException(
          "levels",
          String.format(
              "rule %s: %s must be worse than %s, and hold only where that holds",
              name, worse, milder));
    }
    if (worse.condition().equals(milder.condition())
        && holdFor(worse, timing).compareTo(holdFor(milder, timing)) <= 0) {
      throw new InvalidFieldException(
          "levels",
          String.format(
              "rule %s: %s has the condition of %s; it must have a longer holdFor, or another"
                  + " condition",
              name, worse, milder));
    }
  }

  /** An alert on single events can last only for as long as it is kept. */
  private static void requireEvent(String name, Timing timing, Level level) {
    if (!holdFor(level, timing).isZero() || keepFiringFor(level, timing).isZero()) {
      throw new InvalidFieldException(
          "missing",
          String.format(
              "rule %s: missing ends without noDataAfter needs keepFiringFor and no holdFor at %s",
              name, level));
    }
    if (level.condition().hasHysteresis()) {
      throw new InvalidFieldException(
          "missing",
          String.format(
              "rule %s: missing ends without noDataAfter does not go with the second limit of %s:"
                  + " each reading is an event of its own",
              name, level));
    }
  }

  private static Duration holdFor(Level level, Timing timing) {
    return level.holdFor() == null ? timing.holdFor() : level.holdFor();
  }

  /** This rule under another name. */
  public Rule named(String other) {
    return new Rule(other, selector.named(other), levels, timing, annotations);
  }

  /** This rule, with the days of a zone in place of days of 24 hours. */
  Rule withDaysOf(ZoneId zone) {
    return new Rule(name, selector, levels, timing.withDaysOf(zone), annotations);
  }

  /** This rule with another schedule. */
  public Rule withSchedule(Schedule other) {
    return new Rule(name, selector, levels, timing.withSchedule(other), annotations);
  }

  /** This rule as it is for a sensor: without the maintenance that does not concern it. */
  public Rule of(String sensorId) {
    Schedule its = timing.schedule().of(sensorId);
    return its.equals(timing.schedule()) ? this : withSchedule(its);
  }

  /** How long the condition of a level must last before the level fires. */
  public Duration holdFor(Level level) {
    return holdFor(level, timing);
  }

  /** How long a level still fires after its condition has ended. */
  public Duration keepFiringFor(Level level) {
    return keepFiringFor(level, timing);
  }

  private static Duration keepFiringFor(Level level, Timing timing) {
    return level.keepFiringFor() == null ? timing.keepFiringFor() : level.keepFiringFor();
  }

  /** The metric of the values that this rule evaluates, see {@link Selector#metric}. */
  public String metric() {
    return selector.metric();
  }

  /** What this rule looks at: a metric, or a signal. {@code null} for a metric. */
  public @Nullable Signal signal() {
    return selector.signal();
  }

  /** The conditions {@code when} of its levels, from the mildest level to the worst. */
  public List<Expression> conditions() {
    return conditions(levels);
  }

  /** The signal and the conditions of its levels; none of a rule on a metric. */
  public List<Expression> expressions() {
    return signal() == null ? List.of() : signal().expressions(conditions());
  }

  /** The label by which a rule about sensors compares them with their group. */
  public Optional<String> labelOfGroups() {
    return Signal.labelOfGroups(expressions());
  }

  /**
   * The label that names the groups that this rule is about, or with which it compares sensors;
   * {@code null} if it has none.
   */
  public @Nullable String groupLabel() {
    return signal() != null && signal().isOfGroups() ? signal().by() : labelOfGroups().orElse(null);
  }

  /** The metrics whose readings it needs of the sensors that it watches, each once. */
  public Set<String> metrics() {
    return signal() == null ? Set.of(metric()) : Signal.metrics(expressions());
  }

  /** The metrics of sensors that it names, whose readings it needs besides. */
  public Set<Series> namedSeries() {
    return Signal.namedSeries(expressions());
  }

  /** Name and selector in words, such as {@code rule hot on temperature of boiler-*}. */
  public String watchedText() {
    boolean all = selector.sensors().areAll();
    return "rule " + name + " on " + watchedValues() + (all ? "" : " of " + selector.sensors());
  }

  /** What it looks at, in the form of a file of rules: a metric, or the text of a signal. */
  public String watchedValues() {
    return signal() == null ? metric() : Expressions.text(signal().value());
  }

  /** Whether this rule watches a series, as far as its names say. */
  public boolean watches(Series series) {
    return selector.selects(series);
  }

  /**
   * The worst severity of a value by itself, without regard to hysteresis.
   *
   * @return {@code null} if no level holds
   */
  public @Nullable AlertSeverity severityOf(double value) {
    AlertSeverity worst = null;
    for (Level level : levels) {
      if (level.condition().holds(value, value, value, false)) {
        worst = level.severity();
      }
    }
    return worst;
  }

  /**
   * Whether a value leaves an alert with the default status unchanged. This is so for most
   * readings, so it is checked first.
   */
  public boolean isNoOpFor(double value) {
    return isIndifferentToTime() && severityOf(value) == null;
  }

  /** Whether an alert with the default status needs not to know when a value came. */
  public boolean isIndifferentToTime() {
    return timing.noDataAfter().isZero() && withinMillis() == 0;
  }

  /** Whether a level fires at low values. */
  public boolean firesAtLowValues() {
    return levels.stream().anyMatch(level -> level.condition().holdsAtLowValues());
  }

  /** The severity of an alert that did not fire when data went missing. */
  public AlertSeverity noDataSeverity() {
    return noDataSeverity(levels, timing.missing());
  }

  private static AlertSeverity noDataSeverity(List<Level> levels, Absence missing) {
    if (missing.severity() != null) {
      return missing.severity();
    }
    return levels.isEmpty() ? Severity.WARNING : levels.get(0).severity();
  }

  /** The level of a severity; the rule must have one. */
  public Level level(AlertSeverity severity) {
    for (Level level : levels) {
      if (level.severity().equals(severity)) {
        return level;
      }
    }
    throw new IllegalArgumentException("rule " + name + " has no level " + severity);
  }

  /** How far its conditions look back, in milliseconds; 0 for the present value alone. */
  public long withinMillis() {
    long within = 0;
    for (Level level : levels) {
      within = Math.max(within, level.condition().withinMillis());
    }
    return within;
  }

  /**
   * Fingerprint of what decides about transitions. A rule can be replaced by one with the same
   * fingerprint without a change of any alert. Equal in every JVM and every version of this
   * program.
   */
  public String semanticFingerprint() {
    return CanonicalForm.fingerprint(CanonicalForm.semantics(this));
  }

  /** Whether both have the same {@link #semanticFingerprint()}. */
  public boolean hasSameSemanticsAs(Rule other) {
    return name.equals(other.name)
        && selector.equals(other.selector)
        && levels.equals(other.levels)
        && timing.equals(other.timing);
  }
}
