package dev.isotherm.rules.yaml;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.schedule.Maintenance;
import dev.isotherm.rules.schedule.OneOff;
import dev.isotherm.rules.schedule.Times;
import dev.isotherm.yaml.YamlMap;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the windows of maintenance of a file, and adds them to its rules. A pattern that is exactly
 * the name of a rule means that rule alone.
 */
final class MaintenanceReader {

  static final List<String> KEYS =
      List.of("name", "rules", "sensors", "days", "from", "to", "zone");

  private static final String INSTANT_FORM =
      "must be an instant such as 2026-12-24T00:00:00Z, or a time of day such as 02:00";

  private final List<String> ruleNames;
  private final List<Window> windows = new ArrayList<>();

  private record Window(Maintenance what, List<String> rules) {}

  /**
   * Begins with no windows.
   *
   * @param ruleNames the names of all rules of the file
   */
  MaintenanceReader(List<String> ruleNames) {
    this.ruleNames = ruleNames;
  }

  /** Reads a window. Errors are added. */
  void read(YamlMap map) {
    map.allow(KEYS, WordsOfOthers.HOURS);
    List<String> rules = rules(map);
    Times times = times(map);
    String name = map.text("name", "");
    List<String> patterns = map.textOrTexts("sensors", "*");
    Sensors sensors =
        map.build("sensors", () -> new Sensors(patterns.stream().map(Glob::new).toList()));
    Maintenance window =
        times == null || sensors == null
            ? null
            : map.build("name", () -> new Maintenance(name, times, sensors.globs()));
    if (window != null) {
      windows.add(new Window(window, rules));
    }
  }

  /** The names of the rules that a window is for. */
  private List<String> rules(YamlMap map) {
    List<String> patterns = map.textOrTexts("rules", "*");
    if (patterns.isEmpty()) {
      map.error("rules", "rules: is an empty list; leave it out for all rules");
    }
    List<String> all = new ArrayList<>();
    for (String pattern : patterns) {
      List<String> named =
          ruleNames.contains(pattern)
              ? List.of(pattern)
              : Glob.errorOf(pattern) != null
                  ? List.of()
                  : ruleNames.stream().filter(new Glob(pattern)::matches).toList();
      if (named.isEmpty()) {
        List<String> near = DidYouMean.of(pattern, ruleNames);
        map.error(
            "rules",
            "rules "
                + pattern
                + ": names no rule of this file"
                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
      }
      all.addAll(named);
    }
    return all;
  }

  private static @Nullable Times times(YamlMap map) {
    String from = map.has("days") ? map.text("from", "00:00") : map.required("from");
    if (from == null) {
      return null;
    }
    if (!from.matches("\\d{4}-.*")) {
      return ScheduleReader.hours(map);
    }
    for (String key : List.of("days", "zone")) {
      if (map.has(key)) {
        map.error(key, key + ": does not go with from " + from + ", which is an instant");
      }
    }
    Long begin = instant(map, "from");
    Long end = instant(map, "to");
    return begin == null || end == null ? null : map.build("to", () -> new OneOff(begin, end));
  }

  private static @Nullable Long instant(YamlMap map, String key) {
    String text = map.required(key);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException unreadable) {
      map.error(key, key + " " + text + ": " + INSTANT_FORM);
      return null;
    }
  }

  /** A rule with the windows that are for it. */
  Rule addTo(Rule rule) {
    List<Maintenance> its =
        windows.stream().filter(one -> one.rules.contains(rule.name())).map(Window::what).toList();
    return its.isEmpty() ? rule : rule.withSchedule(rule.timing().schedule().with(its));
  }
}
