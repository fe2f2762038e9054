package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import dev.isotherm.model.Average;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupAverageLineTest {

  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final SensorGroup GROUP = SensorGroup.of(Map.of("site", "north", "line", "\"2\""));
  private static final GroupAverage AVERAGE =
      new GroupAverage(
          GROUP,
          new Average(
              GROUP.series("temperature"),
              NOON,
              NOON + 60_000,
              5,
              Double.POSITIVE_INFINITY,
              25.3,
              20,
              30.5,
              0.1,
              2),
          3);

  /** Never changed: older readers read it, and newer ones must. */
  private static final String GOLDEN =
      "{\"group\":{\"line\":\"\\\"2\\\"\",\"site\":\"north\"},\"metric\":\"temperature\","
          + "\"window_start\":\"2025-07-01T12:00:00Z\",\"window_end\":\"2025-07-01T12:01:00Z\","
          + "\"count\":5,\"sum\":\"Infinity\",\"mean\":25.3,\"min\":20.0,\"max\":30.5,"
          + "\"stddev\":0.1,\"sensors\":3,\"revision\":2}";

  @Test
  void aLineHasAllThatIsKnownAndIsReadBack() {
    assertThat(new String(GroupAverageLine.of(AVERAGE), UTF_8)).isEqualTo(GOLDEN);
    assertThat(GroupAverageLine.read(GOLDEN.getBytes(UTF_8))).isEqualTo(AVERAGE);
  }

  @Test
  void allRevisionsHaveTheSameKey() {
    assertThat(new String(GroupAverageLine.keyOf(AVERAGE), UTF_8))
        .isEqualTo(
            "{\"group\":{\"line\":\"\\\"2\\\"\",\"site\":\"north\"},\"metric\":\"temperature\","
                + "\"window_start\":\"2025-07-01T12:00:00Z\"}");
  }

  @Test
  void fieldsOfNewerVersionsAreIgnored() {
    String newer = GOLDEN.replace("\"revision\":2", "\"median\":1,\"revision\":2");
    assertThat(GroupAverageLine.read(newer.getBytes(UTF_8))).isEqualTo(AVERAGE);
  }

  @Test
  void anAverageOfASensorIsNone() {
    String ofSensor = GOLDEN.replaceFirst("\"group\":\\{.*?}", "\"sensor_id\":\"a\"");
    assertThatThrownBy(() -> GroupAverageLine.read(ofSensor.getBytes(UTF_8)))
        .hasMessage("group: must be an object with at least one label");
    String none = GOLDEN.replace("\"sensors\":3", "\"sensors\":6");
    assertThatThrownBy(() -> GroupAverageLine.read(none.getBytes(UTF_8)))
        .hasMessage("sensors 6: must be from 1 to count, which is 5");
  }
}
