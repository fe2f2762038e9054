package dev.isotherm.jobs.report.html;

import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules in words. */
public final class RuleText {
  /** How many active hours, and windows of maintenance, are written out. */
  private static final int MOST_TIMES = 3;

  private RuleText() {}

  /** Writes which series a rule watches. */
  public static void watches(HtmlWriter html, Rule rule) throws IOException {
    html.name(rule.watchedValues());
    Sensors sensors = rule.selector().sensors();
    if (!sensors.areAll()) {
      html.text(" of ").name(sensors.toString());
    }
    if (rule.selector().window() != null) {
      html.text(" (averages over " + DurationText.format(rule.selector().window()) + ")");
    } else if (rule.selector().on() == Selector.Source.AVERAGES) {
      html.text(" (averages)");
    }
  }

  /** The levels with their hysteresis, and the durations of a rule, in words. */
  public static String condition(Rule rule) {
    List<String> parts = new ArrayList<>();
    for (Level level : rule.levels()) {
      parts.add(level.severity().text() + " " + level.condition() + times(level));
    }
    addDuration(parts, "holdFor", rule.timing().holdFor());
    addDuration(parts, "keepFiringFor", rule.timing().keepFiringFor());
    addAbsence(parts, rule.timing().missing());
    addTimes(parts, "active", rule.timing().schedule().active());
    addTimes(parts, "maintenance", rule.timing().schedule().maintenance());
    return String.join("; ", parts);
  }

  private static String times(Level level) {
    return time(" for ", level.holdFor()) + time(", kept for ", level.keepFiringFor());
  }

  private static String time(String words, @Nullable Duration duration) {
    return duration == null ? "" : words + DurationText.format(duration);
  }

  private static void addAbsence(List<String> parts, Absence absence) {
    if (absence.policy() == Absence.Policy.NO_DATA) {
      addDuration(parts, "no data after", absence.after());
    } else if (absence.endsAtOnce()) {
      parts.add("each reading is an event");
    } else if (absence.policy() == Absence.Policy.ENDS) {
      addDuration(parts, "over without readings for", absence.after());
    }
  }

  private static void addTimes(List<String> parts, String name, List<?> times) {
    if (!times.isEmpty()) {
      String first =
          times.stream().limit(MOST_TIMES).map(Object::toString).collect(Collectors.joining(", "));
      int others = times.size() - MOST_TIMES;
      parts.add(name + " " + first + (others > 0 ? " and " + others + " others" : ""));
    }
  }

  private static void addDuration(List<String> parts, String name, Duration duration) {
    if (!duration.isZero()) {
      parts.add(name + " " + DurationText.format(duration));
    }
  }
}
