package dev.isotherm.parse.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParseOptionsTest {

  private static final ParseOptions DEFAULTS = ParseOptions.defaults();

  @Test
  void travelsToTheTasks() throws Exception {
    ParseOptions options =
        DEFAULTS
            .withZone(ZoneId.of("Europe/Berlin"))
            .withFields("ts", "dev")
            .withMetrics(Set.of("a", "b"))
            .withMaxMessageBytes(99);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(options);
    }
  }

  @Test
  void refusesWhatContradictsItself() {
    assertThatThrownBy(() -> DEFAULTS.withFields("id", "id"))
        .hasMessage("sensor field id: must not be the timestamp field too");
    assertThatThrownBy(() -> DEFAULTS.withMetrics(Set.of("sensor_id")))
        .hasMessage("metric sensor_id: must not be the timestamp or the sensor field too");
    assertThatThrownBy(() -> DEFAULTS.withFields(" ", "id"))
        .hasMessage("timestamp field \" \": is blank");
    assertThatThrownBy(() -> fields(FieldList.of("d", "t", "d"), "id"))
        .hasMessage("timestamp field d: is there more than once");
    assertThatThrownBy(() -> fields(FieldList.of("d", "t"), "t"))
        .hasMessage("sensor field t: must not be the timestamp field too");
    assertThatThrownBy(() -> fields(FieldList.of("d", "t"), "id", ""))
        .hasMessage("sensor field \"\": is blank");
    assertThatThrownBy(() -> fields(FieldList.of("d", "@record"), "id"))
        .hasMessage("timestamp field d,@record: @record is allowed alone, as timestamp field");
    assertThatThrownBy(() -> DEFAULTS.withElements(" ")).hasMessage("elements \" \": is blank");
    assertThatThrownBy(() -> DEFAULTS.withElements("r").withSchemaRegistry("http://localhost"))
        .hasMessage("elements r: not with messages in Avro, whose bytes cannot be divided");
    assertThatThrownBy(() -> fields(FieldList.of("d", "t"), "id").withMetrics(Set.of("t")))
        .hasMessage("metric t: must not be the timestamp or the sensor field too");
    assertThatThrownBy(() -> DEFAULTS.withMetrics(Set.of("a\n")))
        .hasMessage("metric \"a\\u000A\": holds the control character U+000A");
    assertThatThrownBy(() -> DEFAULTS.withMaxMessageBytes(0))
        .hasMessage("largest message 0 bytes: must be at least 1");
  }

  private static ParseOptions fields(FieldList timestamp, String... sensor) {
    return DEFAULTS.withFields(timestamp, SensorSource.fields(FieldList.of(sensor)));
  }

  @Test
  void fieldsHaveTheRoleThatAllOfThemHave() {
    ParseOptions options = fields(FieldList.of("at.day", "at.time"), "site", "room.id");
    assertThat(options.roleOf("at.time")).isEqualTo(FieldRole.TIMESTAMP);
    assertThat(options.roleOf("room.id")).isEqualTo(FieldRole.SENSOR);
    assertThat(options.roleOf("timestamp")).isEqualTo(FieldRole.METRIC);
    assertThat(options.readsInside("at")).isTrue();
    assertThat(options.readsInside("room")).isTrue();
    assertThat(options.readsInside("site")).isFalse();
  }

  @Test
  void keepsItsOwnSetOfMetrics() {
    Set<String> metrics = new HashSet<>(Set.of("a"));
    ParseOptions options = DEFAULTS.withMetrics(metrics);
    metrics.add("b");
    assertThat(options.metrics().selectors()).containsExactly("a");
  }
}
