package dev.isotherm.group;

import dev.isotherm.model.Average;
import java.util.Objects;

/**
 * The average of one metric of the sensors of a group in a window. Each reading counts once, so
 * sensors with more readings count for more.
 *
 * @param group the group
 * @param average of the readings of all its sensors; its series is {@link SensorGroup#series}
 * @param sensors how many sensors of the group have readings in the window, at least 1
 */
public record GroupAverage(SensorGroup group, Average average, long sensors) {

  public GroupAverage {
    Objects.requireNonNull(group, "group");
    if (!average.series().sensorId().equals(group.name())) {
      throw new IllegalArgumentException(
          "average of " + average.series() + ": must be of group " + group);
    }
    if (sensors < 1 || sensors > average.count()) {
      throw new IllegalArgumentException(
          "sensors " + sensors + ": must be from 1 to count, which is " + average.count());
    }
  }
}
