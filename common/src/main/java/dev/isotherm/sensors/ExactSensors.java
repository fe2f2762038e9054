package dev.isotherm.sensors;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sensors that are named exactly. They are kept as bytes: one of a million sensors
 * takes about 100 bytes, where objects would take several times that.
 */
final class ExactSensors {

  private static final int ALL_METRICS = 0;

  private final SensorNames names = new SensorNames();
  private final Dictionary texts = new Dictionary();
  private final RowRecords records = new RowRecords(texts);

  /**
   * By the number of the sensor, the position of its labels, and that of its spec for all metrics;
   * 0 for none. Both stand side by side, because both are looked up.
   */
  private int[] recordsAt = new int[32];

  /** Positions of specs by the numbers of sensor and metric. */
  private final PairIndex specOfMetricAt = new PairIndex();

  ExactSensors() {
    texts.add(SensorRow.ALL_METRICS);
  }

  /** Adds a row, or a sentence to the errors. */
  void add(SensorRow row, Consumer<String> errors) {
    int sensor = names.add(row.sensor());
    if (2 * sensor == recordsAt.length) {
      recordsAt = Arrays.copyOf(recordsAt, 2 * (sensor + (sensor >> 1)));
    }
    addSpec(sensor, row, errors);
    if (!row.labels().isEmpty()) {
      NavigableMap<String, Located<String>> labels = labels(sensor);
      if (RowMerge.addLabels(row, labels, errors)) {
        recordsAt[2 * sensor] = records.append(labels);
      }
    }
  }

  /** Whether any row has a valid range. */
  boolean haveRanges() {
    return records.haveRanges();
  }

  /** Whether any row says how long a value may stay the same. */
  boolean haveStuckAfter() {
    return records.haveStuckAfter();
  }

  private void addSpec(int sensor, SensorRow row, Consumer<String> errors) {
    int metric = texts.add(row.metric());
    int before = positionOf(sensor, metric);
    if (before != 0) {
      errors.accept(RowMerge.duplicate(row, records.line(before)));
      return;
    }
    int position = records.append(row.spec(), row.line());
    if (metric == ALL_METRICS) {
      recordsAt[2 * sensor + 1] = position;
    } else {
      specOfMetricAt.put(sensor, metric, position);
    }
  }

  private int positionOf(int sensor, int metric) {
    return metric == ALL_METRICS ? recordsAt[2 * sensor + 1] : specOfMetricAt.get(sensor, metric);
  }

  /** The number of a sensor; -1 if it is not there. */
  int find(String name) {
    return names.find(name);
  }

  int size() {
    return names.size();
  }

  String name(int sensor) {
    return names.get(sensor);
  }

  /** The labels of a sensor. */
  NavigableMap<String, Located<String>> labels(int sensor) {
    return recordsAt[2 * sensor] == 0 ? new TreeMap<>() : records.labels(recordsAt[2 * sensor]);
  }

  /** The labels of a sensor without their lines. */
  Map<String, String> labelValues(int sensor) {
    return recordsAt[2 * sensor] == 0 ? Map.of() : records.labelValues(recordsAt[2 * sensor]);
  }

  /** What the row of a sensor and a metric says; {@code null} if there is no such row. */
  @Nullable Located<SeriesSpec> spec(int sensor, String metric) {
    int number = texts.find(metric);
    int position = number < 0 ? 0 : positionOf(sensor, number);
    return position == 0 ? null : records.spec(position);
  }

  /** All rows of one sensor. Looks at all rows of the table. */
  SensorEntry entry(int sensor) {
    SensorEntry entry = entryWithoutMetrics(sensor);
    specOfMetricAt.forEach(
        (owner, metric, position) -> {
          if (owner == sensor) {
            entry.specs().put(texts.get(metric), records.spec(position));
          }
        });
    return entry;
  }

  private SensorEntry entryWithoutMetrics(int sensor) {
    SensorEntry entry = new SensorEntry(name(sensor));
    entry.labels().putAll(labels(sensor));
    if (recordsAt[2 * sensor + 1] != 0) {
      entry.specs().put(SensorRow.ALL_METRICS, records.spec(recordsAt[2 * sensor + 1]));
    }
    return entry;
  }

  /** All rows, by the names of their sensors. */
  void forEach(Consumer<SensorEntry> consumer) {
    // The number of the sensor, then that of the metric.
    long[] pairs = new long[specOfMetricAt.size()];
    int[] filled = new int[1];
    specOfMetricAt.forEach(
        (sensor, metric, position) -> pairs[filled[0]++] = ((long) sensor << 32) | metric);
    Arrays.sort(pairs);
    String[] sorted = new String[names.size()];
    Arrays.setAll(sorted, names::get);
    Arrays.sort(sorted);
    for (String name : sorted) {
      int sensor = names.find(name);
      SensorEntry entry = entryWithoutMetrics(sensor);
      int next = Arrays.binarySearch(pairs, (long) sensor << 32); // never found: metrics are > 0
      for (int i = -next - 1; i < pairs.length && (int) (pairs[i] >>> 32) == sensor; i++) {
        int metric = (int) pairs[i];
        entry.specs().put(texts.get(metric), records.spec(specOfMetricAt.get(sensor, metric)));
      }
      consumer.accept(entry);
    }
  }
}
