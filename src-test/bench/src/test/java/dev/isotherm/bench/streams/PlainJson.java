package dev.isotherm.bench.streams;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;

/** Readings and averages as most programs bind them; readers and writers are made once. */
final class PlainJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final ObjectReader READER = MAPPER.readerFor(Measured.class);
  private static final ObjectWriter WRITER = MAPPER.writer();

  private PlainJson() {}

  /** A reading. */
  public static final class Measured {
    public String timestamp;

    @JsonProperty("sensor_id")
    public String sensorId;

    public double temperature;
  }

  /** Of a sensor in a window. */
  record Averaged(
      @JsonProperty("sensor_id") String sensorId,
      @JsonProperty("window_start") long windowStart,
      @JsonProperty("count") long count,
      @JsonProperty("mean") double mean,
      @JsonProperty("min") double min,
      @JsonProperty("max") double max) {}

  static Measured read(String json) throws JsonProcessingException {
    return READER.readValue(json);
  }

  static Measured read(byte[] json) throws IOException {
    return READER.readValue(json);
  }

  static byte[] write(Object value) {
    try {
      return WRITER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
