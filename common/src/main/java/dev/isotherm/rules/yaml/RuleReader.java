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
import org.jspecify.annotations.Nullable;

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
  static final List<String> FLAPPING_KEYS = List.of("transitions", "within");

  private RuleReader() {}

  /** Returns {@code null} if the rule has an error, which is added. */
  static @Nullable Rule read(YamlMap rule, RuleFileErrors errors) {
    rule.allow(KEYS);
    int before = errors.count();
    String name = rule.required("name");
    Selector selector = selector(rule);
    YamlMap levelMap = rule.map("levels");
    List<Level> levels = levelMap == null ? List.of() : LevelReader.read(levelMap);
    Timing timing = timing(rule);
    Annotations annotations = annotations(rule);
    if (!rule.has("levels") && !rule.has("noDataAfter")) {
      rule.error("levels", "levels: is required, unless there is noDataAfter");
    }
    return errors.count() > before
        ? null
        : rule.build("name", () -> new Rule(name, selector, levels, timing, annotations));
  }

  private static @Nullable Selector selector(YamlMap rule) {
    String metric = rule.required("metric");
    Glob sensors = rule.build("sensors", () -> new Glob(rule.text("sensors", "*")));
    Selector.Source on = source(rule);
    return metric == null || sensors == null
        ? null
        : rule.build("metric", () -> new Selector(metric, sensors, on));
  }

  private static Selector.Source source(YamlMap rule) {
    String on = rule.text("on", Selector.Source.READINGS.toString());
    for (Selector.Source source : Selector.Source.values()) {
      if (source.toString().equals(on)) {
        return source;
      }
    }
    rule.error("on", "on " + on + ": must be readings or averages");
    return Selector.Source.READINGS;
  }

  private static @Nullable Timing timing(YamlMap rule) {
    Duration holdFor = rule.duration("holdFor", Duration.ZERO);
    Duration keepFiringFor = rule.duration("keepFiringFor", Duration.ZERO);
    Duration noDataAfter = rule.duration("noDataAfter", Duration.ZERO);
    YamlMap map = rule.map("flapping");
    Timing.Flapping flapping = map == null ? null : flapping(map);
    return rule.build("holdFor", () -> new Timing(holdFor, keepFiringFor, noDataAfter, flapping));
  }

  private static Timing.@Nullable Flapping flapping(YamlMap map) {
    map.allow(FLAPPING_KEYS);
    map.requireAll("flapping", FLAPPING_KEYS);
    Integer transitions = map.whole("transitions", null);
    Duration within = map.duration("within", null);
    return transitions == null || within == null
        ? null
        : map.build("transitions", () -> new Timing.Flapping(transitions, within));
  }

  private static @Nullable Annotations annotations(YamlMap rule) {
    String template = rule.text("summary", null);
    Summary summary = template == null ? null : rule.build("summary", () -> new Summary(template));
    Map<String, String> labels = new HashMap<>();
    YamlMap map = rule.map("labels");
    if (map != null) {
      map.keys().forEach(key -> labels.put(key, map.text(key, "")));
    }
    return rule.build("labels", () -> new Annotations(summary, labels));
  }
}
