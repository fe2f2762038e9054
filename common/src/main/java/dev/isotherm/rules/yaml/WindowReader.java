package dev.isotherm.rules.yaml;

import dev.isotherm.rules.Selector;
import dev.isotherm.yaml.YamlMap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the windows that a rule on averages has of its own. */
final class WindowReader {

  static final String KEY = "window";

  private static final List<String> UNITS = List.of("hour", "day", "week", "month");

  private WindowReader() {}

  /**
   * The length of the windows; {@code null} if the rule has none, or an error.
   *
   * @param on what the rule is on, as it says
   */
  static @Nullable Duration read(YamlMap rule, Selector.Source on) {
    if (!rule.has(KEY)) {
      return null;
    }
    if (on != Selector.Source.AVERAGES) {
      rule.error(KEY, KEY + ": goes with on: averages alone");
      return null;
    }
    if (rule.isScalar(KEY) && UNITS.contains(rule.text(KEY, ""))) {
      rule.error(
          KEY,
          String.format(
              "window %1$s: must be a duration such as 15min or 24h, in UTC; windows of the"
                  + " calendar are those of the job, --window %1$s",
              rule.text(KEY, "")));
      return null;
    }
    return rule.duration(KEY, null);
  }
}
