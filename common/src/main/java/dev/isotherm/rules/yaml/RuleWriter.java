package dev.isotherm.rules.yaml;

import static dev.isotherm.rules.Summary.number;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Glob;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import java.time.Duration;
import java.util.Locale;

/** Writes rules as a file that {@link RuleFile} reads back to equal rules. */
public final class RuleWriter {

  private final StringBuilder text = new StringBuilder();

  private RuleWriter() {}

  /** The whole file. Keys with default values are left out. */
  public static String write(RuleSet rules) {
    RuleWriter writer = new RuleWriter();
    writer.text.append(rules.isEmpty() ? "rules: []\n" : "rules:\n");
    rules.rules().forEach(writer::write);
    return writer.text.toString();
  }

  private void write(Rule rule) {
    Selector selector = rule.selector();
    text.append("  - name: ").append(quoted(rule.name())).append('\n');
    line("metric", quoted(selector.metric()));
    if (!selector.sensors().equals(Glob.ALL)) {
      line("sensors", quoted(selector.sensors().pattern()));
    }
    if (!rule.levels().isEmpty()) {
      text.append("    levels:\n");
      for (Level level : rule.levels()) {
        line("  " + word(level.severity()), "{ " + condition(level.condition()) + " }");
      }
    }
    write(rule.timing());
    if (selector.on() != Selector.Source.READINGS) {
      line("on", selector.on().toString());
    }
    if (rule.annotations().summary() != null) {
      line("summary", quoted(rule.annotations().summary().template()));
    }
    if (!rule.annotations().labels().isEmpty()) {
      text.append("    labels:\n");
      rule.annotations().labels().forEach((name, value) -> line("  " + name, quoted(value)));
    }
  }

  private void write(Timing timing) {
    duration("holdFor", timing.holdFor());
    duration("keepFiringFor", timing.keepFiringFor());
    duration("noDataAfter", timing.noDataAfter());
    if (timing.flapping() != null) {
      line(
          "flapping",
          String.format(
              "{ transitions: %d, within: %s }",
              timing.flapping().transitions(), DurationText.format(timing.flapping().within())));
    }
  }

  private void duration(String key, Duration duration) {
    if (!duration.isZero()) {
      line(key, DurationText.format(duration));
    }
  }

  private void line(String key, String value) {
    text.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private static String condition(Condition condition) {
    if (condition instanceof Threshold one) {
      return limits(one.kind(), number(one.limit()), number(one.clear()));
    }
    if (condition instanceof Band one) {
      return limits(one.kind(), band(one.low(), one.high()), band(one.clearLow(), one.clearHigh()));
    }
    ChangesBy change = (ChangesBy) condition;
    return String.format(
        "changesBy: { moreThan: %s, within: %s }",
        number(change.moreThan()), DurationText.format(change.within()));
  }

  private static String limits(Condition.Kind kind, String limit, String clear) {
    String plain = kind.key() + ": " + limit;
    return clear.equals(limit) ? plain : plain + ", " + kind.clearKey() + ": " + clear;
  }

  private static String band(double low, double high) {
    return "[" + number(low) + ", " + number(high) + "]";
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Quotes a text unless it is a word that YAML reads as that text. */
  private static String quoted(String value) {
    boolean plain =
        value.matches("[a-zA-Z][a-zA-Z0-9_-]*") && !value.matches("(?i)null|true|false");
    return plain
        ? value
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }
}
