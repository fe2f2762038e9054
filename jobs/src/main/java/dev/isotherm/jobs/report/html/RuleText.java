package dev.isotherm.jobs.report.html;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rules in words. */
public final class RuleText {
  private RuleText() {}

  /** Writes which series a rule watches. */
  public static void watches(HtmlWriter html, Rule rule) throws IOException {
    html.name(rule.metric());
    Glob sensors = rule.selector().sensors();
    if (!sensors.equals(Glob.ALL)) {
      html.text(" of ").name(sensors.toString());
    }
    html.text(rule.selector().on() == Selector.Source.AVERAGES ? " (averages)" : "");
  }

  /** The levels with their hysteresis, and the durations of a rule, in words. */
  public static String condition(Rule rule) {
    List<String> parts = new ArrayList<>();
    for (Level level : rule.levels()) {
      parts.add(JsonLinesWriter.word(level.severity()) + " " + level.condition());
    }
    addDuration(parts, "holdFor", rule.timing().holdFor());
    addDuration(parts, "keepFiringFor", rule.timing().keepFiringFor());
    addDuration(parts, "no data after", rule.timing().noDataAfter());
    return String.join("; ", parts);
  }

  private static void addDuration(List<String> parts, String name, Duration duration) {
    if (!duration.isZero()) {
      parts.add(name + " " + DurationText.format(duration));
    }
  }
}
