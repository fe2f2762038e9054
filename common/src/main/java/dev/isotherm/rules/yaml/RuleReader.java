package dev.isotherm.rules.yaml;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Severities;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Template;
import dev.isotherm.rules.text.Texts;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one rule with its levels. */
final class RuleReader {

  static final List<String> KEYS =
      List.of(
          "name",
          "metric",
          "signal",
          "where",
          "every",
          "by",
          "staleAfter",
          "zone",
          "sensors",
          "levels",
          "holdFor",
          "keepFiringFor",
          "noDataAfter",
          "missing",
          "noDataSeverity",
          "flapping",
          "active",
          "on",
          "window",
          "summary",
          "resolvedSummary",
          "noDataSummary",
          "description",
          "runbook",
          "labels");
  static final List<String> FLAPPING_KEYS = List.of("transitions", "within");
  static final List<String> LEVEL_TIMES = List.of("holdFor", "keepFiringFor");
  static final List<String> CONDITION_KEYS =
      Arrays.stream(Kind.values()).flatMap(kind -> kind.keys().stream()).distinct().toList();
  static final List<String> CHANGES_BY_KEYS = List.of("moreThan", "within");

  private final SeverityReader severities;
  private final YamlErrors errors;

  /**
   * Reads rules of one file.
   *
   * @param all the severities of the file
   */
  RuleReader(Severities all, YamlErrors errors) {
    this.severities = new SeverityReader(all);
    this.errors = errors;
  }

  /** Returns {@code null} if the rule has an error, which is added. */
  @Nullable Rule read(YamlMap rule) {
    rule.allow(KEYS, WordsOfOthers.KEYS);
    int before = errors.count();
    String name = rule.required("name");
    SignalReader signal = SignalReader.of(rule);
    Selector selector = selector(rule, name, signal);
    List<Level> levels = rule.map("levels", map -> levels(map, signal));
    if (signal != null) {
      signal.requireUsed();
    }
    Timing timing = timing(rule);
    Annotations annotations = annotations(rule);
    requireUsed(rule, timing);
    return errors.count() > before
        ? null
        : rule.build(
            "name",
            () ->
                new Rule(name, selector, levels == null ? List.of() : levels, timing, annotations));
  }

  /** Without levels, a rule must tell of silence; only such a rule has a text for it. */
  private static void requireUsed(YamlMap rule, @Nullable Timing timing) {
    boolean ends = timing != null && timing.missing().policy() == Absence.Policy.ENDS;
    boolean isSilenceTold = !ends && rule.has("noDataAfter");
    if (!rule.has("levels") && ends) {
      rule.error("missing", Absence.ENDS_NEEDS_LEVEL);
    } else if (!rule.has("levels") && !isSilenceTold) {
      rule.error("levels", "levels: is required, unless there is noDataAfter");
    }
    if (rule.has("noDataSummary") && !isSilenceTold) {
      rule.error(
          "noDataSummary", "noDataSummary: goes with missing: no_data and noDataAfter alone");
    }
  }

  private static @Nullable Selector selector(
      YamlMap rule, @Nullable String name, @Nullable SignalReader signal) {
    Sensors sensors = SensorsReader.read(rule);
    if (signal != null) {
      return signal.selector(name, sensors);
    }
    if (!rule.has("metric")) {
      rule.error("metric", "metric: is required, or signal");
    }
    String metric = rule.text("metric", null);
    Selector.Source on = source(rule);
    Duration window = WindowReader.read(rule, on);
    if (window != null && metric != null && sensors != null) {
      return rule.build("window", () -> Selector.ofWindows(metric, sensors, window));
    }
    return metric == null || sensors == null
        ? null
        : rule.build("metric", () -> new Selector(metric, sensors, on));
  }

  private static Selector.Source source(YamlMap rule) {
    Selector.Source[] allowed = Selector.Source.OF_METRICS.toArray(new Selector.Source[0]);
    return word(rule, "on", allowed, Selector.Source.READINGS);
  }

  /** From the mildest to the worst. Levels with errors are skipped. */
  private List<Level> levels(YamlMap levels, @Nullable SignalReader signal) {
    severities.requireKnown(levels);
    List<Level> read = new ArrayList<>();
    for (AlertSeverity severity : severities.all().all()) {
      String word = severity.text();
      Level level = levels.map(word, map -> level(map, severity, signal));
      if (level == null) {
        continue;
      }
      Level milder =
          read.stream()
              .filter(one -> !level.condition().mayFollow(one.condition()))
              .findFirst()
              .orElse(null);
      if (milder != null) {
        levels.error(
            word,
            String.format(
                "%s {%s}: must hold only where %s {%s} holds",
                word, level.condition(), milder.severity().text(), milder.condition()));
        continue;
      }
      read.add(level);
    }
    return read;
  }

  private static @Nullable Level level(
      YamlMap level, AlertSeverity severity, @Nullable SignalReader signal) {
    Condition condition = condition(level, severity.text(), signal);
    boolean isHeldByTable = condition instanceof TableLimits limits && limits.holdFor() != null;
    Duration holdFor = isHeldByTable ? null : level.duration("holdFor", null);
    Duration keepFiringFor = level.duration("keepFiringFor", null);
    return condition == null
        ? null
        : level.build("", () -> new Level(severity, condition, holdFor, keepFiringFor));
  }

  private static @Nullable Condition condition(
      YamlMap level, String name, @Nullable SignalReader signal) {
    List<String> known = new ArrayList<>(CONDITION_KEYS);
    known.addAll(LEVEL_TIMES);
    level.allow(known, WordsOfOthers.SIGNS);
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(kind -> level.has(kind.key())).toList();
    if (kinds.size() != 1) {
      String all = Arrays.stream(Kind.values()).map(Kind::key).collect(Collectors.joining(", "));
      level.error("", name + ": must have exactly one of " + all);
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
              case ABOVE, AT_LEAST, BELOW, AT_MOST -> LimitReader.threshold(kind, level);
              case EQUALS, NOT_EQUALS -> equality(kind, level);
              case OUTSIDE, INSIDE -> LimitReader.band(kind, level);
              case CHANGES_BY -> level.map(kind.key(), RuleReader::changesBy);
              case WHEN -> when(level, kind.key(), signal);
            });
  }

  private static @Nullable Condition when(
      YamlMap level, String key, @Nullable SignalReader signal) {
    if (signal == null) {
      level.error(key, key + ": needs a rule with signal, in place of metric");
      return null;
    }
    return signal.when(level, key);
  }

  private static @Nullable Condition equality(Kind kind, YamlMap level) {
    Double number = level.number(kind.key(), null);
    return number == null ? null : new Equality(kind, number);
  }

  private static @Nullable Condition changesBy(YamlMap change) {
    change.allow(CHANGES_BY_KEYS);
    Double moreThan = change.number("moreThan", null);
    Duration within = change.duration("within", null);
    change.requireAll("changesBy", CHANGES_BY_KEYS);
    return moreThan == null || within == null ? null : new ChangesBy(moreThan, within);
  }

  private @Nullable Timing timing(YamlMap rule) {
    Duration holdFor = rule.duration("holdFor", Duration.ZERO);
    Duration keepFiringFor = rule.duration("keepFiringFor", Duration.ZERO);
    Absence missing = missing(rule);
    Timing.Flapping flapping = rule.map("flapping", RuleReader::flapping);
    Schedule schedule = ScheduleReader.active(rule);
    return missing == null || schedule == null
        ? null
        : rule.build(
            "holdFor",
            () -> new Timing(holdFor, keepFiringFor, missing, flapping).withSchedule(schedule));
  }

  private @Nullable Absence missing(YamlMap rule) {
    Duration after = rule.duration("noDataAfter", Duration.ZERO);
    Absence.Policy usual = after.isZero() ? Absence.Policy.HOLDS : Absence.Policy.NO_DATA;
    Absence.Policy policy = word(rule, "missing", Absence.Policy.values(), usual);
    AlertSeverity named = severities.read(rule, "noDataSeverity");
    AlertSeverity severity =
        named == null && policy == Absence.Policy.NO_DATA && !rule.has("levels")
            ? severities.ofSilenceAlone()
            : named;
    return rule.build("missing", () -> new Absence(policy, after, severity));
  }

  /** One of some words, in lower case. */
  private static <E extends Enum<E>> @Nullable E word(
      YamlMap rule, String key, E[] allowed, @Nullable E otherwise) {
    String text = rule.text(key, null);
    if (text == null) {
      return otherwise;
    }
    for (E one : allowed) {
      if (EnumText.lowerCase(one).equals(text)) {
        return one;
      }
    }
    String words =
        Arrays.stream(allowed).map(EnumText::lowerCase).collect(Collectors.joining(", "));
    rule.error(key, key + " " + text + ": must be one of " + words);
    return otherwise;
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

  private @Nullable Annotations annotations(YamlMap rule) {
    Texts texts =
        new Texts(
            template(rule, "summary"),
            template(rule, "resolvedSummary"),
            template(rule, "noDataSummary"),
            template(rule, "description"),
            template(rule, "runbook"));
    Map<String, String> labels = new HashMap<>();
    YamlMap map = rule.map("labels");
    if (map != null) {
      map.keys().forEach(key -> labels.put(key, map.text(key, "")));
    }
    return rule.build(
        "labels", () -> new Annotations(texts, labels).withSeverities(severities.all()));
  }

  private static @Nullable Template template(YamlMap rule, String key) {
    String text = rule.text(key, null);
    return text == null ? null : rule.build(key, () -> Template.of(key, text));
  }
}
