package dev.isotherm.group;

import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By which labels of the sensor table sensors are grouped. Immutable.
 *
 * @param labels their names, sorted, at least one
 */
public record GroupBy(List<String> labels) implements Serializable {

  private static final long serialVersionUID = 1;

  public GroupBy {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("must name at least one label");
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      String error = SensorText.labelNameError(label);
      if (error != null) {
        throw new IllegalArgumentException("label " + label + ": " + error);
      }
      if (!seen.add(label)) {
        throw new IllegalArgumentException("label " + label + ": is there twice");
      }
    }
    labels = labels.stream().sorted().toList();
  }

  /**
   * Reads names of labels with commas between them. Their order does not matter.
   *
   * @throws IllegalArgumentException if a name is not that of a label, or there twice
   */
  public static GroupBy parse(String text) {
    List<String> labels = new ArrayList<>();
    for (String label : text.split(",", -1)) {
      labels.add(label.strip());
    }
    return new GroupBy(labels);
  }

  /** The group of a sensor; {@code null} if it lacks one of the labels. */
  public @Nullable SensorGroup groupOf(SensorTable table, String sensorId) {
    Map<String, String> known = table.labels(sensorId);
    NavigableMap<String, String> values = new TreeMap<>();
    for (String label : labels) {
      String value = known.get(label);
      if (value == null) {
        return null;
      }
      values.put(label, value);
    }
    return new SensorGroup(values);
  }

  /** The labels that a sensor lacks. */
  public List<String> missing(SensorTable table, String sensorId) {
    Map<String, String> known = table.labels(sensorId);
    return labels.stream().filter(label -> !known.containsKey(label)).toList();
  }

  /** As {@link #parse} reads it. Equal ones have equal texts. */
  @Override
  public String toString() {
    return String.join(",", labels);
  }
}
