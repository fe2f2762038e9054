package dev.isotherm.flow.group;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.average.AddedReadings;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.SeriesWindow;

/**
 * Readings of a sensor on the way to the average of its group; public only because Flink serialises
 * it.
 *
 * @param group the group of the sensor
 * @param window the window, with the series of the group: the key
 * @param readings those that are new
 * @param sensors 1 with the first readings of the sensor in the window, else 0
 */
public record GroupPart(
    SensorGroup group, SeriesWindow window, AverageAccumulator readings, long sensors) {

  static GroupPart of(SensorGroup group, AddedReadings added) {
    SeriesWindow ofSensor = added.window();
    SeriesWindow ofGroup =
        new SeriesWindow(
            group.series(ofSensor.series().metric()), ofSensor.startMillis(), ofSensor.endMillis());
    return new GroupPart(group, ofGroup, added.readings(), added.isFirst() ? 1 : 0);
  }
}
