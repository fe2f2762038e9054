package dev.isotherm.rules.yaml;

import dev.isotherm.model.Severity;
import dev.isotherm.rules.Above;
import dev.isotherm.rules.Below;
import dev.isotherm.rules.ChangesBy;
import dev.isotherm.rules.Condition;
import dev.isotherm.rules.Inside;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Outside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the levels of a rule. */
final class LevelReader {

  /** Conditions, and where each has its limit for hysteresis. */
  private static final Map<String, String> CLEARED_BY =
      Map.of(
          "above", "clearBelow",
          "below", "clearAbove",
          "outside", "clearInside",
          "inside", "clearOutside",
          "changesBy", "");

  private static final List<String> KEYS =
      List.of(
          "above",
          "clearBelow",
          "below",
          "clearAbove",
          "outside",
          "clearInside",
          "inside",
          "clearOutside",
          "changesBy");

  private static final String CONDITIONS = "above, below, outside, inside or changesBy";

  private LevelReader() {}

  /** From the mildest to the worst; without those that cannot be read. */
  static List<Level> read(YamlMap levels) {
    levels.allow(Arrays.stream(Severity.values()).map(LevelReader::word).toList());
    List<Level> read = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      YamlMap level = levels.map(word(severity));
      Condition condition = level == null ? null : condition(level, word(severity));
      if (condition != null) {
        Level milder = read.isEmpty() ? null : read.get(read.size() - 1);
        if (milder != null && !condition.isWithin(milder.condition())) {
          levels.fault(
              word(severity),
              String.format(
                  "%s {%s}: must be of the same kind as %s {%s}, and hold only where that holds",
                  word(severity), condition, word(milder.severity()), milder.condition()));
        } else {
          read.add(new Level(severity, condition));
        }
      }
    }
    return read;
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static Condition condition(YamlMap level, String name) {
    level.allow(KEYS);
    List<String> kinds = level.keys().stream().filter(CLEARED_BY::containsKey).toList();
    if (kinds.size() != 1) {
      level.fault("", name + ": must have exactly one of " + CONDITIONS);
      return null;
    }
    String kind = kinds.get(0);
    for (String key : level.keys()) {
      if (KEYS.contains(key) && !key.equals(kind) && !key.equals(CLEARED_BY.get(kind))) {
        level.fault(key, key + ": does not go with " + kind);
      }
    }
    try {
      return switch (kind) {
        case "above" -> above(level);
        case "below" -> below(level);
        case "outside" -> outside(level);
        case "inside" -> inside(level);
        default -> changesBy(level.map(kind));
      };
    } catch (IllegalArgumentException wrong) {
      String key = wrong.getMessage().split("[ :]", 2)[0];
      level.fault(level.has(key) ? key : kind, wrong.getMessage());
      return null;
    }
  }

  private static Condition above(YamlMap level) {
    Double limit = level.number("above", null);
    Double clear = level.number("clearBelow", limit);
    return limit == null ? null : new Above(limit, clear);
  }

  private static Condition below(YamlMap level) {
    Double limit = level.number("below", null);
    Double clear = level.number("clearAbove", limit);
    return limit == null ? null : new Below(limit, clear);
  }

  private static Condition outside(YamlMap level) {
    double[] band = level.band("outside");
    double[] clear = level.has("clearInside") ? level.band("clearInside") : band;
    return band == null || clear == null ? null : new Outside(band[0], band[1], clear[0], clear[1]);
  }

  private static Condition inside(YamlMap level) {
    double[] band = level.band("inside");
    double[] clear = level.has("clearOutside") ? level.band("clearOutside") : band;
    return band == null || clear == null ? null : new Inside(band[0], band[1], clear[0], clear[1]);
  }

  private static Condition changesBy(YamlMap change) {
    if (change == null) {
      return null;
    }
    change.allow(List.of("moreThan", "within"));
    Double moreThan = change.number("moreThan", null);
    Duration within = change.duration("within", null);
    if (!change.has("moreThan") || !change.has("within")) {
      change.fault("", "changesBy: needs moreThan and within");
    }
    return moreThan == null || within == null ? null : new ChangesBy(moreThan, within);
  }
}
