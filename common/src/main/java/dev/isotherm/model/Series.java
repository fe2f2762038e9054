package dev.isotherm.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one sensor: the key of all streams and states.
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
   * Returns what is wrong with a name, in words that follow the name of its field.
   *
   * @return {@code null} if the name is valid
   */
  public static @Nullable String nameError(String name) {
    if (isPlain(name)) {
      return null;
    }
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
        // It has no UTF-8 form: two sensors would become one in the results.
        return String.format("holds the lone surrogate U+%04X", codePoint);
      }
      i += Character.charCount(codePoint) - 1;
    }
    return null;
  }

  /** Whether a name is of visible ASCII characters, as most names are, and not too long. */
  private static boolean isPlain(String name) {
    int length = name.length();
    int i = 0;
    while (i < length && name.charAt(i) > ' ' && name.charAt(i) < 0x7f) {
      i++;
    }
    return i == length && length > 0 && length <= MAX_NAME_LENGTH;
  }

  private static void requireName(String field, String name) {
    Objects.requireNonNull(name, field);
    String error = nameError(name);
    if (error != null) {
      throw new IllegalArgumentException(field + " " + error);
    }
  }

  /** Is written out, because the generated method of a record is slow if it is not inlined. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Series that
            && sensorId.equals(that.sensorId)
            && metric.equals(that.metric));
  }

  /** Is the same in every JVM, because Flink assigns keys to subtasks by their hash. */
  @Override
  public int hashCode() {
    return 31 * sensorId.hashCode() + metric.hashCode();
  }

  /** Orders by sensor, then by metric. */
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
