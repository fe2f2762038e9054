package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The readings of one message, which share an instant. Reused from message to message. */
public final class FastMessage {

  private boolean timed;
  private long epochMillis;
  private @Nullable KnownSensor sensor;
  private int[] metrics = new int[8];
  private String[] names = new String[8];
  private double[] values = new double[8];
  private int count;
  private final LeftOutValues leftOut = new LeftOutValues();

  /**
   * Starts a message.
   *
   * @param known its sensor; {@code null} if that is still to be read
   */
  void start(@Nullable KnownSensor known) {
    timed = false;
    sensor = known;
    count = 0;
    leftOut.clear();
  }

  /** Returns the values that are no readings. */
  public LeftOutValues leftOut() {
    return leftOut;
  }

  void at(long millis) {
    timed = true;
    epochMillis = millis;
  }

  void of(@Nullable KnownSensor known) {
    sensor = known;
  }

  /**
   * Adds a number.
   *
   * @param metric a unique small number of the metric, see {@link KnownSensor#series}
   */
  @SuppressWarnings("ReferenceEquality") // a wrong "no" only costs a store
  void measure(int metric, String name, double value) {
    if (count == metrics.length) {
      metrics = Arrays.copyOf(metrics, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    metrics[count] = metric;
    if (names[count] != name) {
      names[count] = name; // not each time: a store of a reference costs more than the comparison
    }
    values[count++] = value;
  }

  /** Gives the one number its name; returns whether there is one number. */
  boolean name(int metric, String name) {
    metrics[0] = metric;
    names[0] = name;
    return count == 1;
  }

  /** Returns whether there are an instant, a sensor and at least one number. */
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

  /**
   * Returns the slot of a {@link #series} already returned, see {@link ReadingBlock#seriesSlots}.
   */
  public int seriesSlot(int reading) {
    return sensor.seriesSlot(metrics[reading]);
  }

  public double value(int reading) {
    return values[reading];
  }
}
