package dev.isotherm.group;

import dev.isotherm.model.Series;
import dev.isotherm.model.fingerprint.Fingerprint;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The sensors that have the same values of some labels. Immutable.
 *
 * @param labels at least one, by name
 */
public record SensorGroup(NavigableMap<String, String> labels) {

  /** How much of a long name is kept; the fingerprint of all of it follows. */
  private static final int KEPT_OF_LONG_NAMES = 200;

  public SensorGroup {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("labels: must be at least one");
    }
    labels = Collections.unmodifiableNavigableMap(new TreeMap<>(labels));
  }

  /** The group of these labels. */
  public static SensorGroup of(Map<String, String> labels) {
    return new SensorGroup(new TreeMap<>(labels));
  }

  /**
   * The labels as Prometheus writes them, sorted by name: <code>{line="2",site="north"}</code>.
   * Different groups have different names. A name that would be longer than that of a sensor ends
   * with a fingerprint.
   */
  public String name() {
    StringBuilder name = new StringBuilder("{");
    labels.forEach(
        (label, value) ->
            name.append(name.length() == 1 ? "" : ",")
                .append(label)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
    String whole = name.append('}').toString();
    return whole.length() <= Series.MAX_NAME_LENGTH ? whole : shortened(whole);
  }

  private static String shortened(String name) {
    boolean splitsPair = Character.isHighSurrogate(name.charAt(KEPT_OF_LONG_NAMES - 1));
    String kept = name.substring(0, KEPT_OF_LONG_NAMES - (splitsPair ? 1 : 0));
    return kept + "… " + Fingerprint.of(lines -> lines.accept(name));
  }

  /** All readings of a metric, as a series that has the name of the group. */
  public Series series(String metric) {
    return new Series(name(), metric);
  }

  @Override
  public String toString() {
    return name();
  }
}
