package dev.isotherm.rules.yaml;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Band;
import dev.isotherm.rules.ChangesBy;
import dev.isotherm.rules.Condition;
import dev.isotherm.rules.Condition.Kind;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the levels of a rule. */
final class LevelReader {

  static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(RuleWriter::word).toList();
  static final List<String> CONDITION_KEYS =
      Arrays.stream(Kind.values()).flatMap(kind -> kind.keys().stream()).toList();
  static final List<String> CHANGES_BY_KEYS = List.of("moreThan", "within");

  private LevelReader() {}

  /** From the mildest to the worst. Levels with errors are skipped. */
  static List<Level> read(YamlMap levels) {
    levels.allow(SEVERITIES);
    List<Level> read = new ArrayList<>();
    Level milder = null;
    for (Severity severity : Severity.values()) {
      String word = RuleWriter.word(severity);
      YamlMap map = levels.map(word);
      Condition condition = map == null ? null : condition(map, word);
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
              case CHANGES_BY -> changesBy(level.map(kind.key()));
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

  private static @Nullable Condition changesBy(@Nullable YamlMap change) {
    if (change == null) {
      return null;
    }
    change.allow(CHANGES_BY_KEYS);
    Double moreThan = change.number("moreThan", null);
    Duration within = change.duration("within", null);
    change.requireAll("changesBy", CHANGES_BY_KEYS);
    return moreThan == null || within == null ? null : new ChangesBy(moreThan, within);
  }
}
