package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/** Messages in JSON, easy to write down, and who reads them. */
final class JsonMessages {

  static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  /** A good message up to its metrics. */
  static final String HEAD = "{'timestamp':'2025-07-01T12:00:00Z','sensor_id':'s1'";

  static final JsonMessageParser PARSER = new JsonMessageParser(ParseOptions.defaults());
  static final JsonMessageParser TEMPERATURE_AND_HUMIDITY =
      new JsonMessageParser(
          ParseOptions.defaults()
              .withMetrics(new LinkedHashSet<>(List.of("temperature", "humidity"))));

  private JsonMessages() {}

  static String json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"');
  }

  /** Of noon. */
  static Reading reading(String sensor, String metric, double value) {
    return new Reading(new Series(sensor, metric), NOON, value);
  }
}
