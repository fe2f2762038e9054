package dev.isotherm.model;

import java.util.Objects;

/**
 * One metric of one sensor: the key of everything.
 *
 * @param sensorId name of the sensor; not blank, at most {@value #MAX_NAME_LENGTH} characters, no
 *     control characters, no half of a surrogate pair
 * @param metric name of what is measured, under the same rules
 */
public record Series(String sensorId, String metric) implements Comparable<Series> {

  /** Longest name of a sensor or a metric, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 256;

  public Series {
    requireName("sensor_id", sensorId);
    requireName("metric", metric);
  }

  /**
   * Says what is wrong with a name, in words that fit behind the name of its field.
   *
   * @return {@code null} where nothing is wrong
   */
  public static String nameError(String name) {
    if (name.isBlank()) {
      return "is blank";
    }
    if (name.length() > MAX_NAME_LENGTH) {
      return "has " + name.length() + " characters; at most " + MAX_NAME_LENGTH + " are allowed";
    }
    for (int i = 0; i < name.length(); i++) {
      int codePoint = name.codePointAt(i);
      if (Character.isISOControl(codePoint)) {
        return String.format("holds the control character U+%04X", codePoint);
      }
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        // It has no UTF-8: two sensors would become one on their way out.
        return String.format("holds the lone surrogate U+%04X", codePoint);
      }
      i += Character.charCount(codePoint) - 1;
    }
    return null;
  }

  private static void requireName(String field, String name) {
    Objects.requireNonNull(name, field);
    String fault = nameError(name);
    if (fault != null) {
      throw new IllegalArgumentException(field + " " + fault);
    }
  }

  /**
   * By hand, as of all keys: what the compiler makes of a record is slow where it is not inlined.
   */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Series that
            && sensorId.equals(that.sensorId)
            && metric.equals(that.metric));
  }

  /** The same in every JVM: Flink sends a key where its hash says. */
  @Override
  public int hashCode() {
    return 31 * sensorId.hashCode() + metric.hashCode();
  }

  /** By sensor, then by metric. */
  @Override
  public int compareTo(Series other) {
    int bySensor = sensorId.compareTo(other.sensorId);
    return bySensor != 0 ? bySensor : metric.compareTo(other.metric);
  }

  @Override
  public String toString() {
    return sensorId + "/" + metric;
  }
}
