package dev.isotherm.flow.group;

import dev.isotherm.flow.average.OpenWindow;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.percentile.WantedPercentiles;

/**
 * The state of a window of a group; public only because Flink serialises it.
 *
 * @param group the group
 * @param open the readings of its sensors so far
 * @param sensors how many sensors they are of
 */
public record OpenGroup(SensorGroup group, OpenWindow open, long sensors) {

  static OpenGroup empty(SensorGroup group) {
    return new OpenGroup(group, OpenWindow.empty(), 0);
  }

  /** This window with more readings. The total is reused: this one must not be read any more. */
  OpenGroup with(GroupPart part, WantedPercentiles percentiles) {
    open.keeping(percentiles).total().merge(part.readings());
    return new OpenGroup(group, open, sensors + part.sensors());
  }

  boolean isPublished() {
    return open.isPublished();
  }

  /** The average of the readings so far. */
  GroupAverage average(SeriesWindow window, WantedPercentiles percentiles) {
    return new GroupAverage(group, open.average(window, percentiles), sensors);
  }

  /** This window after its average was published. */
  OpenGroup published() {
    return new OpenGroup(group, open.published(), sensors);
  }
}
