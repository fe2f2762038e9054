package dev.isotherm.rules.yaml;

import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.sensors.SensorText;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlScalars;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads conditions whose limits are numbers, or names in the sensor table. */
final class LimitReader {

  private static final String FORM =
      "a number such as 28 or 28.5, or a limit of the sensor table such as limit.hot";
  private static final String HOLD_FOR = "holdFor";
  private static final String BAND_FORM =
      "two numbers such as [20, 28], or limits of the sensor table such as [limit.low, limit.high]";

  private LimitReader() {}

  /** Reads a limit, and the one that ends the condition; {@code null} if there is an error. */
  static @Nullable Condition threshold(Kind kind, YamlMap level) {
    Limit limit = level.scalar(kind.key(), FORM, LimitReader::limit);
    String ends = kind.clearKeys().get(0);
    String endsAt = kind.clearKeys().get(1);
    if (level.has(ends) && level.has(endsAt)) {
      level.error(endsAt, endsAt + ": does not go with " + ends);
    }
    String key = level.has(endsAt) ? endsAt : ends;
    Limit clear = level.scalar(key, FORM, LimitReader::limit);
    return limit == null
        ? null
        : condition(
            level,
            kind,
            List.of(limit),
            clear == null ? null : new TableLimits.Clear(key, List.of(clear)));
  }

  /** Reads a band, and the one that ends the condition; {@code null} if there is an error. */
  static @Nullable Condition band(Kind kind, YamlMap level) {
    String key = kind.clearKeys().get(0);
    List<Limit> limits = level.pair(kind.key(), BAND_FORM, LimitReader::limit);
    List<Limit> clear = level.pair(key, BAND_FORM, LimitReader::limit);
    return limits == null
        ? null
        : condition(level, kind, limits, clear == null ? null : new TableLimits.Clear(key, clear));
  }

  private static Condition condition(
      YamlMap level, Kind kind, List<Limit> limits, TableLimits.@Nullable Clear clear) {
    TableLimits condition = new TableLimits(kind, limits, clear, holdFor(level));
    return condition.names().isEmpty() ? condition.with(name -> OptionalDouble.empty()) : condition;
  }

  /** The name of a limit in place of a duration; {@code null} if there is a duration, or none. */
  private static @Nullable String holdFor(YamlMap level) {
    boolean isNamed =
        level.has(HOLD_FOR)
            && level.isScalar(HOLD_FOR)
            && level.text(HOLD_FOR, "").startsWith(Limit.PREFIX);
    Limit limit =
        isNamed
            ? level.scalar(HOLD_FOR, "a limit such as limit.hot_for", LimitReader::limit)
            : null;
    return limit == null ? null : limit.name();
  }

  private static Limit limit(String text) {
    if (!text.startsWith(Limit.PREFIX)) {
      return Limit.of(YamlScalars.finite(text));
    }
    String name = text.substring(Limit.PREFIX.length());
    if (SensorText.nameError(name) != null) {
      throw new IllegalArgumentException(text);
    }
    return Limit.named(name);
  }
}
