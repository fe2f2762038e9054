package dev.isotherm.rules.yaml;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Annotations;
import dev.isotherm.rules.Glob;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Summary;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one rule with its levels. */
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

  static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(RuleWriter::word).toList();
  static final List<String> CONDITION_KEYS =
      Arrays.stream(Kind.values()).flatMap(kind -> kind.keys().stream()).toList();
  static final List<String> CHANGES_BY_KEYS = List.of("moreThan", "within");

  private RuleReader() {}

  /** Returns {@code null} if the rule has an error, which is added. */
  static @Nullable Rule read(YamlMap rule, YamlErrors errors) {
    rule.allow(KEYS);
    int before = errors.count();
    String name = rule.required("name");
    Selector selector = selector(rule);
    List<Level> levels = rule.map("levels", RuleReader::levels);
    Timing timing = timing(rule);
    Annotations annotations = annotations(rule);
    if (!rule.has("levels") && !rule.has("noDataAfter")) {
      rule.error("levels", "levels: is required, unless there is noDataAfter");
    }
    return errors.count() > before
        ? null
        : rule.build(
            "name",
            () ->
                new Rule(name, selector, levels == null ? List.of() : levels, timing, annotations));
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

  /** From the mildest to the worst. Levels with errors are skipped. */
  private static List<Level> levels(YamlMap levels) {
    levels.allow(SEVERITIES);
    List<Level> read = new ArrayList<>();
    Level milder = null;
    for (Severity severity : Severity.values()) {
      String word = RuleWriter.word(severity);
      Condition condition = levels.map(word, level -> condition(level, word));
      if (condition == null) {
        continue;
      }
      if (milder != null && !condition.isWithin(milder.condition())) {
        levels.error(
            word,
            String.format(
                "%s {%s}: must be of the same kind as %s {%s}, and hold only where that holds",
                word, condition, RuleWriter.word(milder.severity()), milder.condition()));
        continue;
      }
      milder = new Level(severity, condition);
      read.add(milder);
    }
    return read;
  }

  private static @Nullable Condition condition(YamlMap level, String name) {
    level.allow(CONDITION_KEYS);
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(kind -> level.has(kind.key())).toList();
    if (kinds.size() != 1) {
      level.error(
          "", name + ": must have exactly one of above, below, outside, inside or changesBy");
      return null;
    }
    Kind kind = kinds.get(0);
    for (String key : level.keys()) {
      if (CONDITION_KEYS.contains(key) && !kind.keys().contains(key)) {
        level.error(key, key + ": does not go with " + kind.key());
      }
    }
    return level.build(
        kind.key(),
        () ->
            switch (kind) {
              case ABOVE, BELOW -> threshold(kind, level);
              case OUTSIDE, INSIDE -> band(kind, level);
              case CHANGES_BY -> level.map(kind.key(), RuleReader::changesBy);
            });
  }

  private static @Nullable Condition threshold(Kind kind, YamlMap level) {
    Double limit = level.number(kind.key(), null);
    Double clear = level.number(kind.clearKey(), limit);
    return limit == null ? null : new Threshold(kind, limit, clear);
  }

  private static @Nullable Condition band(Kind kind, YamlMap level) {
    double[] band = level.band(kind.key());
    double[] clear = level.has(kind.clearKey()) ? level.band(kind.clearKey()) : band;
    return band == null || clear == null
        ? null
        : new Band(kind, band[0], band[1], clear[0], clear[1]);
  }

  private static @Nullable Condition changesBy(YamlMap change) {
    change.allow(CHANGES_BY_KEYS);
    Double moreThan = change.number("moreThan", null);
    Duration within = change.duration("within", null);
    change.requireAll("changesBy", CHANGES_BY_KEYS);
    return moreThan == null || within == null ? null : new ChangesBy(moreThan, within);
  }

  private static @Nullable Timing timing(YamlMap rule) {
    Duration holdFor = rule.duration("holdFor", Duration.ZERO);
    Duration keepFiringFor = rule.duration("keepFiringFor", Duration.ZERO);
    Duration noDataAfter = rule.duration("noDataAfter", Duration.ZERO);
    Timing.Flapping flapping = rule.map("flapping", RuleReader::flapping);
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
