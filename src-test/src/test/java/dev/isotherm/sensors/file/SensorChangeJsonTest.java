package dev.isotherm.sensors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorChangeJsonTest {

  private static final long FROM = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private static String text(SensorChange change) {
    return new String(SensorChangeJson.write(change), StandardCharsets.UTF_8);
  }

  private static SensorChange read(String json) {
    return SensorChangeJson.read("sensor_table-0:7", json.getBytes(StandardCharsets.UTF_8));
  }

  /** The form is part of the topic: an older text must still be read. */
  @Test
  void aSensorHasAllItsRows() {
    SensorTable table =
        SensorFile.parseYaml(
            "t.yaml",
            """
            sensors:
            - { sensor: b, labels: { site: north, line: "3" }, unit: °C, min: -50, max: 150.5 }
            - { sensor: b, metric: p, stuckAfter: 1h, expectedInterval: 90s, limits: { hot: 9.5, x: 1 } }
            """);
    String json =
        "{\"effective_from\":\"2025-07-01T12:00:00Z\",\"sensor\":\"b\",\"rows\":["
            + "{\"labels\":{\"line\":\"3\",\"site\":\"north\"},\"unit\":\"°C\",\"min\":-50.0,"
            + "\"max\":150.5},{\"metric\":\"p\",\"expectedInterval\":\"90s\","
            + "\"stuckAfter\":\"1h\",\"limits\":{\"hot\":9.5,\"x\":1.0}}]}";
    assertThat(text(new SensorChange(FROM, "b", 0, table.entry("b")))).isEqualTo(json);
    SensorChange read = read(json);
    assertThat(read.fromMillis()).isEqualTo(FROM);
    assertThat(read.entry().saysTheSameAs(table.entry("b"))).isTrue();
  }

  @Test
  void aGlobHasAnOrder() {
    SensorEntry entry =
        SensorFile.parseYaml("t.yaml", "sensors: [{ sensor: 'b*', unit: K }]").globs().get(0);
    SensorChange change = new SensorChange(SensorChange.FROM_THE_START, "b*", 7, entry);
    assertThat(text(change))
        .isEqualTo("{\"sensor\":\"b*\",\"order\":7,\"rows\":[{\"unit\":\"K\"}]}");
    SensorChange read = read(text(change));
    assertThat(read.order()).isEqualTo(7);
    assertThat(read.fromMillis()).isEqualTo(SensorChange.FROM_THE_START);
    assertThat(read.entry().saysTheSameAs(entry)).isTrue();
  }

  @Test
  void aSensorIsRemoved() {
    SensorChange change = new SensorChange(FROM, "b", 0, null);
    String json = "{\"effective_from\":\"2025-07-01T12:00:00Z\",\"sensor\":\"b\",\"removed\":true}";
    assertThat(text(change)).isEqualTo(json);
    assertThat(read(json)).isEqualTo(change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          not json                                    | must be one JSON object; it is no JSON
          []                                          | must be one JSON object
          {"sensor":"b","rows":[{}]} {}               | must be one JSON object
          {"sensor":"b","sensor":"b","rows":[{}]}     | must be one JSON object; it is no JSON: Duplicate
          {"rows":[{}]}                               | sensor: is required
          {"sensor":"","rows":[{}]}                   | sensor: is blank
          {"sensor":"b"}                              | b: must have either rows, a list, or removed true
          {"sensor":"b","rows":[]}                    | b: rows must not be empty
          {"sensor":"b","rows":[{}],"removed":true}   | b: must have either rows, a list, or removed true
          {"sensor":"b","row":[{}],"removed":true}    | row: is not known; did you mean rows?
          {"sensor":"b","rows":[{"sensor":"c"}]}      | sensor: is not known; must be one of metric, unit
          {"sensor":"b","rows":[{"unti":"K"}]}        | unti: is not known; did you mean unit?
          {"sensor":"b","rows":[{"min":"cold"}]}      | min cold: must be a number such as 28 or 28.5
          {"sensor":"b","rows":[{"min":null}]}        | min null: must be a text or a number
          {"sensor":"b","rows":[{"stuckAfter":"1x"}]} | stuckAfter 1x: must be
          {"sensor":"b","rows":[{},{}]}               | sensor b: is already
          {"sensor":"b","rows":[{"min":2,"max":1}]}   | min
          {"sensor":"b*","order":1.5,"rows":[{}]}     | order 1.5: must be a whole number
          {"sensor":"b","rows":[{}],"effective_from":"noon"} | effective_from noon: must be an instant
          """)
  void errorsNameTheMemberAndWhatIsAllowed(String json, String error) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sensor_table-0:7: " + error);
  }
}
