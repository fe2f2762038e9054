package dev.isotherm.parse.fast;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.message.Parsed;
import java.util.Arrays;
import java.util.List;

/** The readings of one message, all of one instant. Reused from message to message. */
public final class FastMessage {

  private boolean timed;
  private long epochMillis;
  private KnownSensor sensor;
  private int[] metrics = new int[8];
  private String[] names = new String[8];
  private double[] values = new double[8];
  private int count;

  void clear() {
    timed = false;
    sensor = null;
    count = 0;
  }

  void at(long millis) {
    timed = true;
    epochMillis = millis;
  }

  void of(KnownSensor known) {
    sensor = known;
  }

  /**
   * Takes in a number.
   *
   * @param metric a small number of its own for the metric, see {@link KnownSensor#series}
   */
  void measure(int metric, String name, double value) {
    if (count == metrics.length) {
      metrics = Arrays.copyOf(metrics, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    metrics[count] = metric;
    names[count] = name;
    values[count++] = value;
  }

  /** Whether there is an instant, a sensor and a number. */
  boolean isComplete() {
    return timed && sensor != null && count > 0;
  }

  public long epochMillis() {
    return epochMillis;
  }

  public int count() {
    return count;
  }

  public Series series(int reading) {
    return sensor.series(metrics[reading], names[reading]);
  }

  /** That of its {@link #series}, once this was asked for; see {@link ReadingBlock#seriesSlots}. */
  public int number(int reading) {
    return sensor.number(metrics[reading]);
  }

  public double value(int reading) {
    return values[reading];
  }

  /** The same as an object of its own. */
  Parsed.Accepted accepted() {
    Reading[] readings = new Reading[count];
    for (int i = 0; i < count; i++) {
      readings[i] = new Reading(series(i), epochMillis, values[i]);
    }
    return new Parsed.Accepted(epochMillis, List.of(readings));
  }
}
