package dev.isotherm.sensors;

import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of sensors that are named exactly. */
interface NamedSensors {

  /** The rows of one sensor. */
  interface Rows {

    /** The labels of the sensor. */
    NavigableMap<String, Located<String>> labels();

    /** The labels of the sensor without their lines. */
    Map<String, String> labelValues();

    /** What the row of a metric says; {@code null} if there is no such row. */
    @Nullable Located<SeriesSpec> spec(String metric);

    /** All rows. May look at all rows of the table. */
    SensorEntry entry();
  }

  /** The rows of a sensor; {@code null} if it is not named. */
  @Nullable Rows find(String sensorId);

  /** How many sensors are named. */
  int size();

  /** The names of the sensors. */
  Iterable<String> names();

  /** Calls back with all rows, by the names of their sensors. */
  void forEach(Consumer<SensorEntry> consumer);

  /** Whether any row has a valid range. May be true though none has it any longer. */
  boolean haveRanges();

  /** Whether any row says how long a value may stay the same. May be true, too. */
  boolean haveStuckAfter();
}
