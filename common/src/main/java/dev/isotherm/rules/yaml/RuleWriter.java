package dev.isotherm.rules.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.isotherm.glob.Glob;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Signal;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.condition.When;
import dev.isotherm.signal.Span;
import dev.isotherm.signal.text.Expressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rules as a file that {@link RuleFile} reads back to equal rules. */
public final class RuleWriter {

  private final StringBuilder text = new StringBuilder();

  private RuleWriter() {}

  /** The whole file. Keys with default values are left out. */
  public static String write(RuleSet rules) {
    RuleWriter writer = new RuleWriter();
    if (!rules.severities().isStandard()) {
      writer.text.append("severities: [").append(rules.severities()).append("]\n");
    }
    writer.text.append(rules.isEmpty() ? "rules: []\n" : "rules:\n");
    rules.rules().forEach(writer::write);
    writer.text.append(ScheduleWriter.maintenance(rules));
    return writer.text.toString();
  }

  private void write(Rule rule) {
    Selector selector = rule.selector();
    text.append("  - name: ").append(quoted(rule.name())).append('\n');
    watched(rule);
    if (!selector.sensors().areAll()) {
      line("sensors", sensors(selector.sensors()));
    }
    if (!rule.levels().isEmpty()) {
      text.append("    levels:\n");
      for (Level level : rule.levels()) {
        line(
            "  " + level.severity().text(),
            "{ " + condition(level.condition()) + times(level) + " }");
      }
    }
    write(rule.timing());
    if (selector.on() == Selector.Source.AVERAGES) {
      line("on", selector.on().toString());
    }
    if (selector.window() != null) {
      line("on", Selector.Source.AVERAGES.toString());
      line("window", DurationText.format(selector.window()));
    }
    rule.annotations().texts().byKey().forEach((key, text) -> line(key, quoted(text.text())));
    if (!rule.annotations().labels().isEmpty()) {
      text.append("    labels:\n");
      rule.annotations().labels().forEach((name, value) -> line("  " + name, quoted(value)));
    }
  }

  private void watched(Rule rule) {
    Selector selector = rule.selector();
    Signal signal = selector.signal();
    if (signal == null) {
      line("metric", quoted(selector.metric()));
      return;
    }
    line("signal", quoted(Expressions.text(signal.value())));
    if (signal.every() != null) {
      line("every", DurationText.format(signal.every()));
    }
    if (signal.by() != null) {
      line("by", quoted(signal.by()));
    }
    if (!signal.staleAfter().equals(Signal.STALE_AFTER)) {
      line("staleAfter", DurationText.format(signal.staleAfter()));
    }
    rule.expressions().stream()
        .flatMap(expression -> Span.Calendar.firstOf(expression).stream())
        .findFirst()
        .ifPresent(calendar -> line("zone", quoted(calendar.zone().getId())));
  }

  private static String sensors(Sensors sensors) {
    List<String> patterns = sensors.globs().stream().map(Glob::pattern).toList();
    if (sensors.labels().isEmpty()) {
      return oneOrMore(patterns);
    }
    List<String> keys = new ArrayList<>();
    if (!sensors.areOfAnyName()) {
      keys.add(Sensors.NAME + ": " + oneOrMore(patterns));
    }
    sensors.labels().forEach((name, values) -> keys.add(quoted(name) + ": " + oneOrMore(values)));
    return "{ " + String.join(", ", keys) + " }";
  }

  static String oneOrMore(List<String> texts) {
    List<String> quoted = texts.stream().map(RuleWriter::quoted).toList();
    return quoted.size() == 1 ? quoted.get(0) : "[" + String.join(", ", quoted) + "]";
  }

  private void write(Timing timing) {
    duration("holdFor", timing.holdFor());
    duration("keepFiringFor", timing.keepFiringFor());
    duration("noDataAfter", timing.missing().after());
    if (timing.missing().policy() == Absence.Policy.ENDS) {
      line("missing", timing.missing().policy().toString());
    }
    if (timing.missing().severity() != null) {
      line("noDataSeverity", timing.missing().severity().text());
    }
    if (timing.flapping() != null) {
      line(
          "flapping",
          String.format(
              "{ transitions: %d, within: %s }",
              timing.flapping().transitions(), DurationText.format(timing.flapping().within())));
    }
    if (!timing.schedule().active().isEmpty()) {
      line("active", ScheduleWriter.active(timing.schedule()));
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
    String start = condition.kind().key() + ": ";
    if (condition instanceof Threshold one) {
      String plain = start + NumberText.of(one.limit());
      return one.clear() == null
          ? plain
          : plain + ", " + one.clearKey() + ": " + NumberText.of(one.clear().limit());
    }
    if (condition instanceof Equality one) {
      return start + NumberText.of(one.number());
    }
    if (condition instanceof Band one) {
      String plain = start + band(one.limits());
      return one.clear() == null
          ? plain
          : plain + ", " + one.kind().clearKeys().get(0) + ": " + band(one.clear());
    }
    if (condition instanceof When one) {
      return start + quoted(Expressions.text(one.expression()));
    }
    if (condition instanceof TableLimits one) {
      String plain = start + limits(one.limits());
      String cleared =
          one.clear() == null
              ? plain
              : plain + ", " + one.clear().key() + ": " + limits(one.clear().limits());
      return one.holdFor() == null ? cleared : cleared + ", holdFor: " + Limit.named(one.holdFor());
    }
    ChangesBy change = (ChangesBy) condition;
    return String.format(
        "%s{ moreThan: %s, within: %s }",
        start, NumberText.of(change.moreThan()), DurationText.format(change.within()));
  }

  private static String limits(List<Limit> limits) {
    List<String> texts =
        limits.stream()
            .map(one -> one.isNamed() ? one.toString() : NumberText.of(one.number()))
            .toList();
    return texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
  }

  private static String times(Level level) {
    return time("holdFor", level.holdFor()) + time("keepFiringFor", level.keepFiringFor());
  }

  private static String time(String key, @Nullable Duration duration) {
    return duration == null ? "" : ", " + key + ": " + DurationText.format(duration);
  }

  private static String band(Band.Interval band) {
    return "[" + NumberText.of(band.low()) + ", " + NumberText.of(band.high()) + "]";
  }

  /** Quotes a text unless it is a word that YAML reads as that text. */
  static String quoted(String value) {
    boolean plain =
        value.matches("[a-zA-Z][a-zA-Z0-9_-]*") && !value.matches("(?i)null|true|false");
    return plain
        ? value
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }
}
