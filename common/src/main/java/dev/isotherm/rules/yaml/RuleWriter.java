package dev.isotherm.rules.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Above;
import dev.isotherm.rules.Below;
import dev.isotherm.rules.ChangesBy;
import dev.isotherm.rules.Condition;
import dev.isotherm.rules.Inside;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Outside;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Rules as a file that {@link RuleFile} reads back to the same. */
public final class RuleWriter {

  private static final String LINE = "    ";

  private final StringBuilder text = new StringBuilder();

  private RuleWriter() {}

  /** The whole file. */
  public static String write(RuleSet rules) {
    RuleWriter writer = new RuleWriter();
    writer.text.append(rules.isEmpty() ? "rules: []\n" : "rules:\n");
    rules.rules().forEach(writer::write);
    return writer.text.toString();
  }

  private void write(Rule rule) {
    text.append("  - name: ").append(quoted(rule.name())).append('\n');
    line("metric", quoted(rule.metric()));
    if (!rule.selector().sensors().pattern().equals("*")) {
      line("sensors", quoted(rule.selector().sensors().pattern()));
    }
    if (!rule.levels().isEmpty()) {
      text.append(LINE).append("levels:\n");
      for (Level level : rule.levels()) {
        text.append(LINE)
            .append("  ")
            .append(level.severity().name().toLowerCase(Locale.ROOT))
            .append(": { ")
            .append(condition(level.condition()))
            .append(" }\n");
      }
    }
    write(rule.timing());
    if (rule.selector().on() != Selector.Source.READINGS) {
      line("on", rule.selector().on().toString());
    }
    if (rule.annotations().summary() != null) {
      line("summary", quoted(rule.annotations().summary().template()));
    }
    if (!rule.annotations().labels().isEmpty()) {
      text.append(LINE).append("labels:\n");
      for (Map.Entry<String, String> label : rule.annotations().labels().entrySet()) {
        line("  " + label.getKey(), quoted(label.getValue()));
      }
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
    text.append(LINE).append(key).append(": ").append(value).append('\n');
  }

  private static String condition(Condition condition) {
    if (condition instanceof Above above) {
      return limit("above", above.limit(), "clearBelow", above.clearBelow());
    }
    if (condition instanceof Below below) {
      return limit("below", below.limit(), "clearAbove", below.clearAbove());
    }
    if (condition instanceof Outside band) {
      String clear = band("clearInside", band.clearLow(), band.clearHigh());
      String outside = band("outside", band.low(), band.high());
      boolean plain = band.clearLow() == band.low() && band.clearHigh() == band.high();
      return plain ? outside : outside + ", " + clear;
    }
    if (condition instanceof Inside band) {
      String clear = band("clearOutside", band.clearLow(), band.clearHigh());
      String inside = band("inside", band.low(), band.high());
      boolean plain = band.clearLow() == band.low() && band.clearHigh() == band.high();
      return plain ? inside : inside + ", " + clear;
    }
    ChangesBy change = (ChangesBy) condition;
    return String.format(
        "changesBy: { moreThan: %s, within: %s }",
        number(change.moreThan()), DurationText.format(change.within()));
  }

  private static String limit(String key, double limit, String clearKey, double clear) {
    String plain = key + ": " + number(limit);
    return clear == limit ? plain : plain + ", " + clearKey + ": " + number(clear);
  }

  private static String band(String key, double low, double high) {
    return String.format("%s: [%s, %s]", key, number(low), number(high));
  }

  /** The shortest decimal that reads back to the same double; whole ones without a fraction. */
  private static String number(double value) {
    String shortest = NumberOutput.toString(value, true);
    return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
  }

  /** A word stands as it is where nobody can take it for something else. */
  private static String quoted(String value) {
    boolean plain =
        value.matches("[a-zA-Z][a-zA-Z0-9_-]*") && !value.matches("(?i)null|true|false");
    return plain
        ? value
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }
}
