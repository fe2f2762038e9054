package dev.isotherm.signal.memory;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The readings of a sensor whose step has not been evaluated. They are a set: the order in which
 * they come does not matter. Their own order is that of instants, then of positions in the source,
 * then of metrics and values.
 */
public final class OpenReadings {

  /** A reading; the metric is its place among those of the program. */
  private record Open(long epochMillis, long position, int metric, double value) {

    private static final Comparator<Open> ORDER =
        Comparator.comparingLong(Open::epochMillis)
            .thenComparingLong(Open::position)
            .thenComparingInt(Open::metric)
            .thenComparingDouble(Open::value);

    boolean isOfSameMessage(Open other) {
      return epochMillis == other.epochMillis && position == other.position;
    }
  }

  private final List<String> metrics;
  private final List<Open> readings = new ArrayList<>();

  /**
   * Without readings.
   *
   * @param metrics those that are taken
   */
  public OpenReadings(List<String> metrics) {
    this.metrics = List.copyOf(metrics);
  }

  /** Adds the readings of a message, without those of other metrics. */
  public void add(SensorReadings message) {
    message
        .values()
        .forEach(
            (metric, value) -> {
              int place = metrics.indexOf(metric);
              if (place >= 0) {
                add(place, message.epochMillis(), message.position(), value);
              }
            });
  }

  private void add(int metric, long epochMillis, long position, double value) {
    readings.add(new Open(epochMillis, position, metric, value));
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return readings.isEmpty();
  }

  /** The instant of the earliest reading; there must be one. */
  public long firstMillis() {
    return readings.stream().mapToLong(Open::epochMillis).min().orElseThrow();
  }

  /** The instant of the latest reading; the least number if there is none. */
  public long lastMillis() {
    return readings.stream().mapToLong(Open::epochMillis).max().orElse(Long.MIN_VALUE);
  }

  /** Removes the readings up to an instant, and returns them as messages, in their order. */
  public List<SensorReadings> removeUntil(long epochMillis) {
    readings.sort(Open.ORDER);
    int end = 0;
    while (end < readings.size() && readings.get(end).epochMillis <= epochMillis) {
      end++;
    }
    List<Open> closed = readings.subList(0, end);
    List<SensorReadings> messages = messages(closed);
    closed.clear();
    return messages;
  }

  /** A metric that occurs twice at a position begins another message. */
  private List<SensorReadings> messages(List<Open> sorted) {
    List<SensorReadings> messages = new ArrayList<>();
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      Open reading = sorted.get(i);
      values.put(metrics.get(reading.metric), reading.value);
      Open next = i + 1 < sorted.size() ? sorted.get(i + 1) : null;
      if (next == null || !next.isOfSameMessage(reading) || next.metric == reading.metric) {
        messages.add(new SensorReadings(reading.epochMillis, reading.position, values));
        values.clear();
      }
    }
    return messages;
  }

  /** Returns a copy that shares nothing with this one. */
  public OpenReadings copy() {
    OpenReadings copy = new OpenReadings(metrics);
    copy.readings.addAll(readings);
    return copy;
  }

  /** Writes them, in 26 bytes each. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(readings.size());
    for (Open reading : readings) {
      out.writeLong(reading.epochMillis);
      out.writeLong(reading.position);
      out.writeShort(reading.metric);
      out.writeDouble(reading.value);
    }
  }

  /** Adds what {@link #writeTo} wrote. */
  public void addFrom(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      long epochMillis = in.readLong();
      long position = in.readLong();
      add(in.readUnsignedShort(), epochMillis, position, in.readDouble());
    }
  }
}
