package dev.isotherm.rules.yaml;

import dev.isotherm.glob.Glob;
import dev.isotherm.rules.Sensors;
import dev.isotherm.yaml.YamlMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which sensors a rule watches. */
final class SensorsReader {

  private static final String KEY = "sensors";

  private SensorsReader() {}

  /**
   * Reads patterns of names; or a map of labels, in which {@code name} is a pattern or a list of
   * them.
   *
   * @return {@code null} if there is an error, which is added
   */
  static @Nullable Sensors read(YamlMap rule) {
    if (!rule.isMap(KEY)) {
      List<String> patterns = rule.textOrTexts(KEY, "*");
      return rule.build(KEY, () -> new Sensors(globs(patterns)));
    }
    YamlMap map = rule.map(KEY);
    if (map.keys().isEmpty()) {
      rule.error(KEY, "sensors: is an empty map; it must have labels, or leave it out for all");
    }
    Map<String, List<String>> labels = new HashMap<>();
    for (String key : map.keys()) {
      if (!key.equals(Sensors.NAME)) {
        labels.put(key, map.textOrTexts(key, ""));
      }
    }
    List<String> patterns = map.textOrTexts(Sensors.NAME, "*");
    return rule.build(KEY, () -> new Sensors(globs(patterns), labels));
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::new).toList();
  }
}
