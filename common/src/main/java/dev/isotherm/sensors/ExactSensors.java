package dev.isotherm.sensors;

import dev.isotherm.sensors.packed.Dictionary;
import dev.isotherm.sensors.packed.PairIndex;
import dev.isotherm.sensors.packed.SensorNames;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of sensors that are named exactly. They are kept as bytes: one of a million sensors
 * takes about 100 bytes, where objects would take several times that.
 */
final class ExactSensors implements NamedSensors {

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
    int sensor = number(row.sensor());
    addSpec(sensor, row, errors);
    if (!row.labels().isEmpty()) {
      NavigableMap<String, Located<String>> labels = labels(sensor);
      if (RowMerge.addLabels(row, labels, errors)) {
        recordsAt[2 * sensor] = records.append(labels);
      }
    }
  }

  /** Adds all rows of a sensor that has none. */
  void add(SensorEntry entry) {
    int sensor = number(entry.sensor());
    entry
        .specs()
        .forEach((metric, spec) -> putSpec(sensor, texts.add(metric), spec.value(), spec.line()));
    if (!entry.labels().isEmpty()) {
      recordsAt[2 * sensor] = records.append(entry.labels());
    }
  }

  private int number(String sensorId) {
    int sensor = names.add(sensorId);
    if (2 * sensor == recordsAt.length) {
      recordsAt = Arrays.copyOf(recordsAt, 2 * (sensor + (sensor >> 1)));
    }
    return sensor;
  }

  @Override
  public boolean haveRanges() {
    return records.haveRanges();
  }

  @Override
  public boolean haveStuckAfter() {
    return records.haveStuckAfter();
  }

  private void addSpec(int sensor, SensorRow row, Consumer<String> errors) {
    int metric = texts.add(row.metric());
    int before = positionOf(sensor, metric);
    if (before != 0) {
      errors.accept(RowMerge.duplicate(row, records.line(before)));
      return;
    }
    putSpec(sensor, metric, row.spec(), row.line());
  }

  private void putSpec(int sensor, int metric, SeriesSpec spec, int line) {
    int position = records.append(spec, line);
    if (metric == ALL_METRICS) {
      recordsAt[2 * sensor + 1] = position;
    } else {
      specOfMetricAt.put(sensor, metric, position);
    }
  }

  private int positionOf(int sensor, int metric) {
    return metric == ALL_METRICS ? recordsAt[2 * sensor + 1] : specOfMetricAt.get(sensor, metric);
  }

  @Override
  public @Nullable Rows find(String sensorId) {
    int sensor = names.find(sensorId);
    return sensor < 0 ? null : new RowsOf(sensor);
  }

  private final class RowsOf implements Rows {

    private final int sensor;

    RowsOf(int sensor) {
      this.sensor = sensor;
    }

    @Override
    public NavigableMap<String, Located<String>> labels() {
      return ExactSensors.this.labels(sensor);
    }

    @Override
    public Map<String, String> labelValues() {
      return recordsAt[2 * sensor] == 0 ? Map.of() : records.labelValues(recordsAt[2 * sensor]);
    }

    @Override
    public @Nullable Located<SeriesSpec> spec(String metric) {
      int number = texts.find(metric);
      int position = number < 0 ? 0 : positionOf(sensor, number);
      return position == 0 ? null : records.spec(position);
    }

    @Override
    public SensorEntry entry() {
      return ExactSensors.this.entry(sensor);
    }
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Iterable<String> names() {
    return () -> IntStream.range(0, names.size()).mapToObj(names::get).iterator();
  }

  private NavigableMap<String, Located<String>> labels(int sensor) {
    return recordsAt[2 * sensor] == 0 ? new TreeMap<>() : records.labels(recordsAt[2 * sensor]);
  }

  private SensorEntry entry(int sensor) {
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
    SensorEntry entry = new SensorEntry(names.get(sensor));
    entry.labels().putAll(labels(sensor));
    if (recordsAt[2 * sensor + 1] != 0) {
      entry.specs().put(SensorRow.ALL_METRICS, records.spec(recordsAt[2 * sensor + 1]));
    }
    return entry;
  }

  @Override
  public void forEach(Consumer<SensorEntry> consumer) {
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
