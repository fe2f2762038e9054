package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.wire.JsonLinesWriter;
import java.time.Instant;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.formats.json.JsonDeserializationSchema;
import org.junit.jupiter.api.Test;

/** What we write, another Flink job reads with what Flink brings along. */
class DownstreamTest {

  /** As somebody else would write it down who has only seen the lines. */
  @SuppressWarnings("MemberName") // the names of the JSON members
  public static final class WrittenAverage {
    public String sensor_id;
    public String metric;
    public String window_start;
    public String window_end;
    public long count;
    public double sum;
    public double mean;
    public double min;
    public double max;
    public double stddev;
    public int revision;
  }

  @Test
  void flinksOwnJsonFormatReadsAverages() throws Exception {
    JsonDeserializationSchema<WrittenAverage> schema =
        new JsonDeserializationSchema<>(WrittenAverage.class);
    assertThat(schema.getProducedType()).isInstanceOf(PojoTypeInfo.class);
    schema.open(null);
    long start = Instant.parse("2025-06-30T22:00:00Z").toEpochMilli();
    Average average =
        new Average(
            new Series("Kessel \"7\"\u00e4", "temperature"),
            start,
            start + 86_400_000,
            3,
            Double.POSITIVE_INFINITY,
            0.1 + 0.2,
            -1e-300,
            1.7e308,
            Double.MIN_VALUE,
            2);
    WrittenAverage read = schema.deserialize(JsonLinesWriter.of(average));
    assertThat(read.sensor_id).isEqualTo("Kessel \"7\"\u00e4");
    assertThat(read.metric).isEqualTo("temperature");
    assertThat(Instant.parse(read.window_start)).isEqualTo(Instant.ofEpochMilli(start));
    assertThat(read.window_end).isEqualTo("2025-07-01T22:00:00Z");
    assertThat(read.count).isEqualTo(3);
    assertThat(read.sum).isInfinite();
    assertThat(read.mean).isEqualTo(0.1 + 0.2);
    assertThat(read.min).isEqualTo(-1e-300);
    assertThat(read.max).isEqualTo(1.7e308);
    assertThat(read.stddev).isEqualTo(Double.MIN_VALUE);
    assertThat(read.revision).isEqualTo(2);
  }
}
