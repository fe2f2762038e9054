package dev.isotherm.rules.yaml;

import dev.isotherm.rules.Annotations;
import dev.isotherm.rules.Glob;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Summary;
import dev.isotherm.rules.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads one rule. */
final class RuleReader {

  static final List<String> KEYS =
      List.of(
          "name",
          "metric",
          "sensors",
          "levels",
          "holdFor",
          "keepFiringFor",
          "noDataAfter",
          "flapping",
          "on",
          "summary",
          "labels");

  private RuleReader() {}

  /** Nothing where it has a fault, which is added. */
  static Optional<Rule> read(YamlMap rule, RuleFileErrors faults) {
    rule.allow(KEYS);
    int before = faults.count();
    String name = needed(rule, "name");
    Selector selector = selector(rule);
    YamlMap levelMap = rule.map("levels");
    List<Level> levels = levelMap == null ? List.of() : LevelReader.read(levelMap);
    Timing timing = timing(rule);
    Annotations notice = notice(rule);
    if (!rule.has("levels") && !rule.has("noDataAfter")) {
      faults.add(rule.line(), "levels: is needed, unless there is noDataAfter");
    }
    if (faults.count() > before || selector == null || timing == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        checked(rule, "name", () -> new Rule(name, selector, levels, timing, notice)));
  }

  private static String needed(YamlMap rule, String key) {
    if (!rule.has(key)) {
      rule.fault(key, key + ": is needed");
    }
    return rule.text(key, null);
  }

  private static Selector selector(YamlMap rule) {
    String metric = needed(rule, "metric");
    Glob sensors = checked(rule, "sensors", () -> new Glob(rule.text("sensors", "*")));
    Selector.Source on = source(rule);
    return metric == null || sensors == null
        ? null
        : checked(rule, "metric", () -> new Selector(metric, sensors, on));
  }

  private static Selector.Source source(YamlMap rule) {
    String on = rule.text("on", Selector.Source.READINGS.toString());
    for (Selector.Source source : Selector.Source.values()) {
      if (source.toString().equals(on)) {
        return source;
      }
    }
    rule.fault("on", "on " + on + ": must be readings or averages");
    return Selector.Source.READINGS;
  }

  private static Timing timing(YamlMap rule) {
    Duration holdFor = rule.duration("holdFor", Duration.ZERO);
    Duration keepFiringFor = rule.duration("keepFiringFor", Duration.ZERO);
    Duration noDataAfter = rule.duration("noDataAfter", Duration.ZERO);
    YamlMap map = rule.map("flapping");
    Timing.Flapping flapping = map == null ? null : flapping(map);
    return checked(
        rule, "holdFor", () -> new Timing(holdFor, keepFiringFor, noDataAfter, flapping));
  }

  private static Timing.Flapping flapping(YamlMap map) {
    map.allow(List.of("transitions", "within"));
    if (!map.has("transitions") || !map.has("within")) {
      map.fault("", "flapping: needs transitions and within");
    }
    Integer transitions = map.whole("transitions", null);
    Duration within = map.duration("within", null);
    return transitions == null || within == null
        ? null
        : checked(map, "transitions", () -> new Timing.Flapping(transitions, within));
  }

  private static Annotations notice(YamlMap rule) {
    String template = rule.text("summary", null);
    Summary summary =
        template == null ? null : checked(rule, "summary", () -> new Summary(template));
    Map<String, String> labels = new HashMap<>();
    YamlMap map = rule.map("labels");
    if (map != null) {
      map.keys().forEach(key -> labels.put(key, map.text(key, "")));
    }
    return checked(rule, "labels", () -> new Annotations(summary, labels));
  }

  /** What the model has to say against it is a fault of the key that it names, or of this one. */
  private static <T> T checked(YamlMap map, String otherwise, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException wrong) {
      String key = wrong.getMessage().split("[ :]", 2)[0];
      map.fault(map.has(key) ? key : otherwise, wrong.getMessage());
      return null;
    }
  }
}
