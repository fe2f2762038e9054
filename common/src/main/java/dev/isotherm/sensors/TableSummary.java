package dev.isotherm.sensors;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is in a table, in numbers.
 *
 * @param sensors how many sensors are named exactly
 * @param globs how many globs there are
 * @param metrics those that have a row of their own
 * @param labels how many different values each label has
 * @param limits the names of limits
 */
public record TableSummary(
    int sensors,
    int globs,
    NavigableSet<String> metrics,
    NavigableMap<String, Integer> labels,
    NavigableSet<String> limits) {

  /** Looks at all rows of a table. */
  public static TableSummary of(SensorTable table) {
    NavigableSet<String> metrics = new TreeSet<>();
    NavigableSet<String> limits = new TreeSet<>();
    Map<String, Set<String>> values = new TreeMap<>();
    Consumer<SensorEntry> count =
        entry -> {
          metrics.addAll(entry.specs().keySet());
          entry.specs().values().forEach(spec -> limits.addAll(spec.value().limits().keySet()));
          entry
              .labels()
              .forEach(
                  (name, value) ->
                      values.computeIfAbsent(name, key -> new HashSet<>()).add(value.value()));
        };
    table.forEachSensor(count);
    table.globs().forEach(count);
    metrics.remove(SensorRow.ALL_METRICS);
    NavigableMap<String, Integer> labels = new TreeMap<>();
    values.forEach((name, distinct) -> labels.put(name, distinct.size()));
    return new TableSummary(table.sensorCount(), table.globs().size(), metrics, labels, limits);
  }
}
