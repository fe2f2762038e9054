package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the lines before which instant a local time is that clocks show twice. Order is judged
 * by sensor, within one file, whose lines must all come here in their order. Not thread-safe.
 *
 * <p>Example, in a file that goes forward: 01:30, 02:00, 02:30, 02:00. The second 02:00 is the
 * later one, because the earlier one would lie before 02:30. In hourly values, 02:00 follows on
 * 02:00: the second is the later one if the line has a series again that the first had; a line with
 * other series has the same instant. Files may also go backward in time.
 *
 * <p>Where the order does not tell, the first instant in the direction of the file is taken, and
 * counted: of a line that fits neither, and of all times of an hour that the file has only once.
 */
final class RepeatedHourOrder {

  private final boolean columnsAreSensors;
  private final Map<String, Sensor> sensors = new HashMap<>();
  private final LeftOutCounts undecided = new LeftOutCounts();
  private @Nullable String source;

  /**
   * Creates one that knows no file yet.
   *
   * @param columnsAreSensors whether one line has several sensors: then all are taken for one
   */
  RepeatedHourOrder(boolean columnsAreSensors) {
    this.columnsAreSensors = columnsAreSensors;
  }

  /** What is known of the lines of one sensor. */
  private static final class Sensor {
    private boolean known;
    private long latestMillis;

    /** How many certain instants lie after the one before, less those that lie before it. */
    private long forward;

    /** The series of the latest instant, if it is in a doubled hour. */
    private final Set<Series> series = new HashSet<>();

    /** The first time of the doubled hour that may be of either instant; how many there are. */
    private @Nullable LeftOut open;

    private long openCount;
    private boolean hasSecond;
  }

  /** Takes the next lines from a file; forgets another one. */
  void readFrom(String file) {
    if (!file.equals(source)) {
      close();
      source = file;
    }
  }

  /** Takes a line whose timestamp is one instant only. */
  void certain(FastMessage message) {
    certain(message.series(0), message.epochMillis());
  }

  private void certain(Series of, long millis) {
    Sensor sensor = sensor(of);
    if (sensor.known) {
      sensor.forward += Long.compare(millis, sensor.latestMillis);
    }
    sensor.known = true;
    sensor.latestMillis = millis;
    close(sensor);
    sensor.series.clear();
  }

  private Sensor sensor(Series of) {
    return sensors.computeIfAbsent(columnsAreSensors ? "" : of.sensorId(), key -> new Sensor());
  }

  /** Returns a line with the instant that its order decides. */
  Parsed decide(Parsed line) {
    if (!(line instanceof Accepted accepted)) {
      return line;
    }
    LeftOut twice =
        accepted.leftOut().stream().filter(RepeatedHourOrder::isRepeated).findFirst().orElse(null);
    if (twice == null) {
      accepted.readings().stream()
          .limit(1)
          .forEach(reading -> certain(reading.series(), accepted.epochMillis()));
      return line;
    }
    List<LeftOut> others = new ArrayList<>(accepted.leftOut());
    others.removeIf(RepeatedHourOrder::isRepeated);
    if (accepted.readings().isEmpty()) {
      return new Accepted(accepted.epochMillis(), List.of(), others);
    }
    long millis = decide(sensor(accepted.readings().get(0).series()), accepted, twice);
    List<Reading> readings =
        accepted.readings().stream()
            .map(one -> new Reading(one.series(), millis, one.value(), one.position()))
            .toList();
    return new Accepted(millis, readings, others);
  }

  private static boolean isRepeated(LeftOut one) {
    return one.reason() == LeftOutReason.REPEATED_HOUR;
  }

  private long decide(Sensor sensor, Accepted line, LeftOut twice) {
    int direction = sensor.forward < 0 ? -1 : 1;
    long first = direction > 0 ? line.epochMillis() : line.laterMillis();
    long second = direction > 0 ? line.laterMillis() : line.epochMillis();
    long millis = first;
    if (!sensor.known || !comesAgain(sensor, line, first, direction)) {
      sensor.open = sensor.openCount++ == 0 ? twice : sensor.open;
    } else if (Long.compare(second, sensor.latestMillis) * direction >= 0) {
      millis = second;
      sensor.hasSecond = true;
    } else {
      undecided.add(List.of(twice));
    }
    if (!sensor.known || millis != sensor.latestMillis) {
      sensor.series.clear();
    }
    sensor.known = true;
    sensor.latestMillis = millis;
    line.readings().forEach(reading -> sensor.series.add(reading.series()));
    return millis;
  }

  private static boolean comesAgain(Sensor sensor, Accepted line, long first, int direction) {
    return first == sensor.latestMillis
        ? line.readings().stream().anyMatch(one -> sensor.series.contains(one.series()))
        : Long.compare(first, sensor.latestMillis) * direction < 0;
  }

  private void close(Sensor sensor) {
    LeftOut open = sensor.open;
    if (open != null && !sensor.hasSecond) {
      undecided.add(
          List.of(new LeftOut(open.field(), open.reason(), sensor.openCount, open.example())));
    }
    sensor.open = null;
    sensor.openCount = 0;
    sensor.hasSecond = false;
  }

  private void close() {
    sensors.values().forEach(this::close);
    sensors.clear();
    source = null;
  }

  /** Ends the last file; returns the times that the order has not decided since the last call. */
  List<LeftOut> takeUndecided() {
    close();
    return undecided.take();
  }
}
