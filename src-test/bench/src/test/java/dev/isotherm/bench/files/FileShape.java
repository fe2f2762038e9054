package dev.isotherm.bench.files;

import dev.isotherm.bench.ReadingText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How readings are written into a file, and the options that read them. */
public enum FileShape {
  CSV("csv", "timestamp,sensor_id,temperature"),
  JSON("jsonl", ""),
  /** Semicolons, a decimal comma, and the day first. */
  DECIMAL_COMMA(
      "comma.csv",
      "Zeit;Ort;temperature",
      "--timestamp-field=Zeit",
      "--sensor-field=Ort",
      "--timestamp-format=dd.MM.yyyy HH:mm:ss.SSS"),
  /** One value per row, and its metric in a cell. */
  LONG_CSV(
      "long.csv", "timestamp,sensor_id,kind,value", "--metric-field=kind", "--value-field=value"),
  LONG_JSON("long.jsonl", "", "--metric-field=kind", "--value-field=value"),
  /** The number is three objects deep. */
  PATHS(
      "paths.jsonl",
      "",
      "--sensor-field=device.id",
      "--metrics=temperature=uplink.message.payload.temperature");

  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String ending;
  private final String header;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
  private final List<String> options;

  FileShape(String ending, String header, String... options) {
    this.ending = ending;
    this.header = header;
    this.options = List.of(options);
  }

  String ending() {
    return ending;
  }

  /** The line of names, with its end; empty if there is none. */
  String header() {
    return header.isEmpty() ? "" : header + '\n';
  }

  /** The options that read it. */
  public List<String> options() {
    return options;
  }

  /** Appends a message without its line end. */
  void append(StringBuilder out, int sensor, long millis, String value) {
    String name = ReadingText.sensor(sensor);
    String timestamp = ReadingText.timestamp(millis);
    switch (this) {
      case CSV -> out.append(timestamp).append(',').append(name).append(',').append(value);
      case JSON -> ReadingText.object(out, sensor, timestamp, value);
      case DECIMAL_COMMA ->
          out.append(DAY_FIRST.format(Instant.ofEpochMilli(millis)))
              .append(';')
              .append(name)
              .append(';')
              .append(value.replace('.', ','));
      case LONG_CSV ->
          out.append(timestamp).append(',').append(name).append(",temperature,").append(value);
      case LONG_JSON ->
          out.append("{\"timestamp\": \"")
              .append(timestamp)
              .append("\", \"sensor_id\": \"")
              .append(name)
              .append("\", \"kind\": \"temperature\", \"value\": ")
              .append(value)
              .append('}');
      case PATHS ->
          out.append("{\"timestamp\": \"")
              .append(timestamp)
              .append("\", \"device\": {\"id\": \"")
              .append(name)
              .append("\"}, \"uplink\": {\"message\": {\"payload\": {\"temperature\": ")
              .append(value)
              .append("}}}}");
    }
  }
}
