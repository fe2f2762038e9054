package dev.isotherm.sensors;

import dev.isotherm.sensors.packed.SmallMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a table says of one sensor, or of the sensors that match one glob.
 *
 * @param sensor name of the sensor, or the glob
 * @param labels by name
 * @param specs by metric; {@link SensorRow#ALL_METRICS} comes first
 */
public record SensorEntry(
    String sensor,
    NavigableMap<String, Located<String>> labels,
    NavigableMap<String, Located<SeriesSpec>> specs)
    implements NamedSensors.Rows {

  /** Says nothing yet; rows may be added. */
  public SensorEntry(String sensor) {
    this(sensor, new TreeMap<>(), new TreeMap<>());
  }

  /**
   * Adds a row of this sensor or glob.
   *
   * @param errors takes a sentence for each conflict with a row before it, which then counts
   */
  public void add(SensorRow row, Consumer<String> errors) {
    RowMerge.addLabels(row, labels, errors);
    Located<SeriesSpec> before =
        specs.putIfAbsent(row.metric(), new Located<>(row.spec(), row.line()));
    if (before != null) {
      errors.accept(RowMerge.duplicate(row, before.line()));
    }
  }

  public boolean isGlob() {
    return SensorRow.isGlob(sensor);
  }

  @Override
  public Map<String, String> labelValues() {
    Map<String, String> values = new TreeMap<>();
    labels.forEach((name, value) -> values.put(name, value.value()));
    return SmallMap.copyOf(values);
  }

  @Override
  public @Nullable Located<SeriesSpec> spec(String metric) {
    return specs.get(metric);
  }

  @Override
  public SensorEntry entry() {
    return this;
  }

  /** Whether another entry says the same, on whatever lines. */
  public boolean saysTheSameAs(SensorEntry other) {
    return sensor.equals(other.sensor)
        && labelValues().equals(other.labelValues())
        && specValues().equals(other.specValues());
  }

  private Map<String, SeriesSpec> specValues() {
    Map<String, SeriesSpec> values = new TreeMap<>();
    specs.forEach((metric, spec) -> values.put(metric, spec.value()));
    return values;
  }
}
