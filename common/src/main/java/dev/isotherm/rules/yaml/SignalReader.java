package dev.isotherm.rules.yaml;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Signal;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.When;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.text.NamedParts;
import dev.isotherm.signal.text.Placement;
import dev.isotherm.yaml.YamlMap;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the signal of one rule, and the conditions of its levels that are expressions. */
final class SignalReader {

  static final String SIGNAL = "signal";
  private static final String WHERE = "where";
  private static final String ZONE = "zone";

  /** The keys of a rule that describe its signal. */
  static final List<String> KEYS = List.of(SIGNAL, WHERE, "every", "by", "staleAfter", ZONE);

  private final YamlMap rule;
  private final NamedParts parts;
  private final @Nullable Signal signal;
  private boolean usesCalendar;

  private SignalReader(YamlMap rule) {
    this.rule = rule;
    ZoneId zone = ScheduleReader.knownZone(rule);
    parts = new NamedParts(named(rule), zone == null ? ZoneOffset.UTC : zone);
    YamlMap where = rule.map(WHERE);
    if (where != null) {
      parts
          .errors()
          .forEach(
              error ->
                  where.error(error.field().substring(WHERE.length() + 1), error.getMessage()));
    }
    signal = signal();
  }

  /** Returns {@code null} for a rule on a metric, which must have no other key of a signal. */
  static @Nullable SignalReader of(YamlMap rule) {
    if (rule.has(SIGNAL)) {
      return new SignalReader(rule);
    }
    for (String key : KEYS) {
      if (rule.has(key)) {
        rule.error(key, key + ": goes with " + SIGNAL + ", in place of metric");
      }
    }
    return null;
  }

  private static Map<String, String> named(YamlMap rule) {
    Map<String, String> texts = new LinkedHashMap<>();
    YamlMap where = rule.map(WHERE);
    if (where != null) {
      where.keys().forEach(name -> texts.put(name, where.text(name, "")));
    }
    return texts;
  }

  private @Nullable Signal signal() {
    String text = rule.text(SIGNAL, null);
    Duration every = rule.duration("every", null);
    Duration staleAfter = rule.duration("staleAfter", Signal.STALE_AFTER);
    String by = rule.text("by", null);
    for (String key : List.of("metric", "on")) {
      if (rule.has(key)) {
        rule.error(key, key + ": does not go with " + SIGNAL);
      }
    }
    if (rule.has(WindowReader.KEY)) {
      rule.error(
          WindowReader.KEY,
          "window: does not go with signal; the functions of a signal have windows of their own,"
              + " such as mean(temperature, 15m)");
    }
    Expression value = text == null ? null : parse(SIGNAL, rule, text);
    Signal read =
        value == null ? null : rule.build("every", () -> new Signal(value, every, by, staleAfter));
    return read != null && isPlacedRightly(read, Placement.Role.SIGNAL, value, SIGNAL, rule)
        ? read
        : null;
  }

  /** Returns {@code null} for no expression, of which the errors are added. */
  private @Nullable Expression parse(String key, YamlMap map, String text) {
    try {
      Expression expression = parts.parse(key, text);
      requireZone(key, map, expression);
      return expression;
    } catch (InvalidFieldException wrong) {
      if (wrong.field().equals(key)) {
        map.error(key, wrong.getMessage());
      }
      return null; // those of named parts are added already
    }
  }

  private void requireZone(String key, YamlMap map, Expression expression) {
    Optional<Span.Calendar> calendar = Span.Calendar.firstOf(expression);
    usesCalendar |= calendar.isPresent();
    if (calendar.isPresent() && !rule.has(ZONE)) {
      map.error(
          key,
          String.format(
              "%s %s: needs zone at the rule, whose clocks count, such as zone: Europe/Madrid",
              key, calendar.get()));
    }
  }

  private static boolean isPlacedRightly(
      Signal of, Placement.Role role, Expression expression, String key, YamlMap map) {
    List<String> errors = of.errors(role, expression);
    errors.forEach(error -> map.error(key, key + " " + error));
    return errors.isEmpty();
  }

  /** Returns the selector of the rule; {@code null} if its signal has an error. */
  @Nullable Selector selector(@Nullable String name, @Nullable Sensors sensors) {
    return name == null || sensors == null || signal == null
        ? null
        : rule.build("name", () -> Selector.of(name, sensors, signal));
  }

  /** Reads the condition of a level; {@code null} if it has an error, which is added. */
  @Nullable Condition when(YamlMap level, String key) {
    String text = level.text(key, null);
    Expression condition = text == null ? null : parse(key, level, text);
    return condition == null
            || signal == null
            || !isPlacedRightly(signal, Placement.Role.LEVEL, condition, key, level)
        ? null
        : new When(condition);
  }

  /** Adds an error for each named part that nothing uses, and for a zone without a use. */
  void requireUsed() {
    if (rule.has(ZONE) && signal != null && !usesCalendar) {
      rule.error(
          ZONE, "zone: is used by nothing; it is for the windows today, this week and this month");
    }
    for (String name : parts.unused()) {
      rule.error(WHERE, WHERE + "." + name + ": is used by nothing");
    }
  }
}
