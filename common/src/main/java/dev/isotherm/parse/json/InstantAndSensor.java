package dev.isotherm.parse.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.JoinCheck;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.SensorSource;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.ParseException;
import dev.isotherm.parse.message.ReadingsBuilder;
import dev.isotherm.parse.time.TimestampParser;
import org.jspecify.annotations.Nullable;

/** Reads the members that hold the instant and the sensor of a message. Reused. */
final class InstantAndSensor {

  private final ParseOptions options;
  private final TimestampParser timestamps;
  private final ReadingsBuilder readings;
  private final JoinedMembers instants;
  private final JoinedMembers sensors;
  private final AsciiBytes ascii = new AsciiBytes();
  private boolean timestampSeen;
  private boolean sensorSeen;
  private @Nullable String fixedSensor;
  private long fixedMillis;

  InstantAndSensor(ParseOptions options, ReadingsBuilder readings) {
    this.options = options;
    this.timestamps = new TimestampParser(options.instants());
    this.readings = readings;
    this.instants =
        new JoinedMembers(
            options.timestamp(),
            " ",
            RejectionReason.NO_TIMESTAMP,
            RejectionReason.BAD_TIMESTAMP,
            true,
            JoinCheck.NONE);
    this.sensors =
        new JoinedMembers(
            options.sensor().fields(),
            SensorSource.SEPARATOR,
            RejectionReason.NO_SENSOR,
            RejectionReason.NO_SENSOR,
            false,
            options.sensor()::joinError);
  }

  void fixSensor(String name) {
    fixedSensor = name;
  }

  void fixInstant(long epochMillis) {
    fixedMillis = epochMillis;
  }

  boolean hasReadLocalTimes() {
    return timestamps.hasReadLocalTimes();
  }

  void clear() {
    timestampSeen = false;
    sensorSeen = false;
    instants.clear();
    sensors.clear();
  }

  /**
   * Takes a member that holds the instant, or a part of it.
   *
   * @param text its value; empty for an object or array
   */
  void timestamp(String name, JsonToken value, String text) {
    timestampSeen = true;
    if (options.timestamp().areSeveral()) {
      instants.add(name, value, text);
    } else if (value == JsonToken.VALUE_NULL) {
      reject(RejectionReason.NO_TIMESTAMP, name, "is null");
    } else if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
      reject(
          RejectionReason.BAD_TIMESTAMP,
          name,
          "is " + JsonMembers.kindOf(value) + "; text or a number is required");
    } else {
      timestamp(text);
    }
  }

  /**
   * Takes a member that holds the name of the sensor, or a part of it.
   *
   * @param text its value; empty for an object or array
   */
  void sensor(String name, JsonToken value, String text) {
    sensorSeen = true;
    if (options.sensor().fields().areSeveral()) {
      sensors.add(name, value, text);
      return;
    }
    switch (value) {
      case VALUE_STRING, VALUE_NUMBER_INT -> readings.sensor(name, text);
      case VALUE_NULL -> reject(RejectionReason.NO_SENSOR, name, "is null");
      default ->
          reject(
              RejectionReason.NO_SENSOR,
              name,
              "is " + JsonMembers.kindOf(value) + "; text or an integer is required");
    }
  }

  /** Completes a message whose members have all been taken. */
  void finish() {
    if (options.timestamp().areSeveral()) {
      String joined = instants.joined(readings);
      if (joined != null) {
        timestamp(joined);
      }
    } else if (options.isTimedByRecord()) {
      readings.timestamp(fixedMillis);
    } else if (!timestampSeen) {
      reject(RejectionReason.NO_TIMESTAMP, options.timestampField(), "is missing");
    }
    if (options.sensor().isColumn()) {
      readings.namesAreSensors(options.sensor().name());
    } else if (options.sensor().isOutside()) {
      readings.sensor(fixedSensor);
    } else if (options.sensor().fields().areSeveral()) {
      String joined = sensors.joined(readings);
      if (joined != null) {
        readings.sensor(options.sensor().name(), joined);
      }
    } else if (!sensorSeen) {
      reject(RejectionReason.NO_SENSOR, options.sensor().name(), "is missing");
    }
  }

  private void timestamp(String text) {
    String field = options.timestampField();
    try {
      ascii.set(text);
      readings.timestamp(timestamps.parse(ascii.bytes(), 0, ascii.length()));
      if (timestamps.isRepeated()) {
        readings.repeated(field, text, timestamps.laterMillis());
      }
    } catch (ParseException e) {
      reject(RejectionReason.BAD_TIMESTAMP, field, Excerpt.quoted(text) + " " + e.getMessage());
    }
  }

  private void reject(RejectionReason reason, String field, String error) {
    readings.reject(reason, Excerpt.plain(field) + " " + error);
  }
}
