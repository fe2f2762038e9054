package dev.isotherm.sensors;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From an instant on, a table has other rows of one sensor or glob.
 *
 * @param fromMillis the instant, in milliseconds since the epoch; {@link #FROM_THE_START} for all
 *     instants
 * @param sensor name of the sensor, or the glob
 * @param order of globs: that of the least order counts first, and of equal ones that of the least
 *     text; of no meaning for a sensor
 * @param entry all rows of the sensor or glob; {@code null} if there are none any longer
 */
public record SensorChange(long fromMillis, String sensor, int order, @Nullable SensorEntry entry) {

  /** Before every instant. */
  public static final long FROM_THE_START = Long.MIN_VALUE;

  /** There is no change. */
  static final long NEVER = FROM_THE_START;

  public SensorChange {
    if (entry != null && !Objects.equals(entry.sensor(), sensor)) {
      throw new IllegalArgumentException(sensor + ": has the rows of " + entry.sensor());
    }
  }

  /** When anything changes, after {@link #NEVER}. */
  long changedMillis() {
    return Math.max(fromMillis, NEVER + 1);
  }

  boolean isOfGlob() {
    return SensorRow.isGlob(sensor);
  }
}
