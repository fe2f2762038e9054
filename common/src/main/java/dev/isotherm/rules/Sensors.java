package dev.isotherm.rules;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorText;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The sensors that a rule watches: those that match one of some globs, and have one of some values
 * of each label. The order of globs and values does not matter.
 *
 * @param globs at least one, at most {@value #MOST}, each once. They are sorted by pattern. If one
 *     of them is {@link Glob#ALL}, it is the only one that is kept
 * @param labels values of labels in the sensor table, by the name of the label. Empty if labels do
 *     not matter
 */
public record Sensors(List<Glob> globs, Map<String, List<String>> labels) implements Serializable {

  /** All sensors. */
  public static final Sensors ALL = new Sensors(List.of(Glob.ALL));

  /** Most globs of a rule, and most values of a label. */
  public static final int MOST = 1_000;

  /** The key of globs beside those of labels, in a file of rules. */
  public static final String NAME = "name";

  public Sensors {
    globs = List.copyOf(globs);
    requireList(globs, "sensors", "patterns");
    globs =
        globs.contains(Glob.ALL)
            ? List.of(Glob.ALL)
            : globs.stream().sorted(Comparator.comparing(Glob::pattern)).toList();
    SortedMap<String, List<String>> sorted = new TreeMap<>();
    labels.forEach((name, values) -> sorted.put(name, values(name, values)));
    labels = Collections.unmodifiableMap(sorted);
  }

  /** Sensors by their names alone. */
  public Sensors(List<Glob> globs) {
    this(globs, Map.of());
  }

  private static List<String> values(String label, List<String> values) {
    String error = SensorText.labelNameError(label);
    if (error != null) {
      throw new InvalidFieldException("sensors", "sensors " + label + ": " + error);
    }
    requireList(values, "sensors " + label, "values");
    for (String value : values) {
      String valueError = SensorText.valueError(value, SensorText.MAX_LENGTH);
      if (valueError != null) {
        throw new InvalidFieldException(
            "sensors", "sensors " + label + " \"" + value + "\": " + valueError);
      }
    }
    return values.stream().sorted().toList();
  }

  private static void requireList(List<?> list, String start, String what) {
    if (list.isEmpty()) {
      throw new InvalidFieldException(
          "sensors",
          start
              + ": is an empty list"
              + (what.equals("patterns") ? "; * matches all sensors" : "; leave it out for all"));
    }
    if (list.size() > MOST) {
      throw new InvalidFieldException(
          "sensors",
          start + ": there are " + list.size() + " " + what + "; at most " + MOST + " are allowed");
    }
    if (list.stream().distinct().count() < list.size()) {
      throw new InvalidFieldException("sensors", start + " " + text(list) + ": names one twice");
    }
  }

  /** The sensors that match one pattern. */
  public static Sensors matching(String pattern) {
    return new Sensors(List.of(new Glob(pattern)));
  }

  /** Whether no sensor is left out. */
  public boolean areAll() {
    return areOfAnyName() && labels.isEmpty();
  }

  /** Whether names do not matter. */
  public boolean areOfAnyName() {
    return globs.contains(Glob.ALL);
  }

  /** Whether the name of a sensor is one of these. */
  public boolean match(String sensorId) {
    for (Glob glob : globs) {
      if (glob.matches(sensorId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a sensor with these labels is one of these, if its name is. */
  public boolean match(Map<String, String> labelsOfSensor) {
    for (Map.Entry<String, List<String>> label : labels.entrySet()) {
      String value = labelsOfSensor.get(label.getKey());
      if (value == null || !label.getValue().contains(value)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a sensor is one of these by its name, and by its labels in a table. */
  public boolean match(String sensorId, SensorTable table) {
    return match(sensorId) && (labels.isEmpty() || match(table.labels(sensorId)));
  }

  private static String text(List<?> list) {
    return list.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The patterns; and with labels, {@code fridge-* with kind=fridge, site=madrid|paris}. */
  @Override
  public String toString() {
    if (labels.isEmpty()) {
      return text(globs);
    }
    String with =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + String.join("|", label.getValue()))
            .collect(Collectors.joining(", "));
    return text(globs) + " with " + with;
  }
}
