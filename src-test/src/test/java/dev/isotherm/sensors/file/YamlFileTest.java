package dev.isotherm.sensors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.yaml.YamlScalars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  private static final String NUMBER = ": must be a number such as 28 or 28.5";

  @TempDir private Path folder;

  @Test
  void saysTheSameAsTheFileOfCsv() {
    SensorTable yaml =
        SensorFile.parseYaml(
            "s.yaml",
            """
            sensors:
              - { sensor: "boiler-*", unit: °C, min: -50, limits: { hot: 90 } }
              - { sensor: boiler-7, metric: temperature, labels: { site: north, line: 3 } }
              - sensor: boiler-8
                expectedInterval: 10s
                stuckAfter: 1h
                max: 5
            """);
    SensorTable csv =
        SensorFile.parseCsv(
            "s.csv",
            """
            sensor,metric,label.site,label.line,unit,min,max,expectedInterval,stuckAfter,limit.hot
            boiler-7,temperature,north,3,,,,,,
            boiler-8,,,,,,5,10s,1h,
            boiler-*,,,,°C,-50,,,,90
            """);
    assertThat(yaml.fingerprint()).isEqualTo(csv.fingerprint());
    assertThat(yaml.labels("boiler-7")).isEqualTo(Map.of("site", "north", "line", "3"));
  }

  @Test
  void reportsAllErrorsAtOnceEachWithItsLine() {
    assertThat(
            errors(
                """
                sensors:
                  - { sensr: a }
                  - { sensor: b, min: warm, max: [1], unit: null }
                  - { sensor: c, labels: { a-b: 1, x: "\\e[31m" }, limits: { hot: .nan, cold: [] } }
                  - { sensor: d, expectedInterval: -1s, stuckAfter: 0ms }
                  - sensor: e
                    min: 2
                    max: 1
                  - 5
                  - { sensor: f, metric: "", labels: { y: "" } }
                  - { sensor: "*\\t" }
                  - { sensor: g }
                  - { sensor: g }
                other: 1
                """))
        .containsExactly(
            "s.yaml:2: sensr: is not known; did you mean sensor?",
            "s.yaml:2: sensor: is required",
            "s.yaml:3: unit: must be a text",
            "s.yaml:3: min warm" + NUMBER,
            "s.yaml:3: max: must be a text",
            "s.yaml:4: label.a-b 1: a name must be letters, digits and _, and begin with no digit",
            "s.yaml:4: label.x \\u001B[31m: holds the control character U+001B",
            "s.yaml:4: limit.hot .nan" + NUMBER,
            "s.yaml:4: cold: must be a text",
            "s.yaml:5: expectedInterval -1s: must be " + YamlScalars.DURATION_FORM,
            "s.yaml:5: stuckAfter 0ms: must be from 1ms to 3660d",
            "s.yaml:6: min 2.0: must not be greater than max 1.0",
            "s.yaml:9: sensors: must be a map of keys and values",
            "s.yaml:10: metric : is blank",
            "s.yaml:10: label.y : is blank",
            "s.yaml:11: sensor *\\u0009: matches no sensor: it holds the control character U+0009",
            "s.yaml:13: sensor g: is already on line 12",
            "s.yaml:14: other: is not known; must be one of sensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n"})
  void refusesAnEmptyFile(String text) {
    assertThat(errors(text)).containsExactly("s.yaml: is empty");
  }

  @Test
  void refusesADocumentWithoutSensors() {
    assertThat(errors("{}")).containsExactly("s.yaml:1: sensors: is required; a list of sensors");
    assertThat(SensorFile.parseYaml("s.yaml", "sensors: []").sensorCount()).isZero();
  }

  @Test
  void readsAByteOrderMarkAndCrlf() {
    SensorTable table =
        SensorFile.parseYaml("s.yaml", "\uFEFFsensors:\r\n  - { sensor: a, unit: K }\r\n");
    assertThat(table.spec(new Series("a", "m")).unit()).isEqualTo("K");
  }

  @Test
  void theEndOfTheNameSaysWhatAFileIs() throws Exception {
    String yaml = "sensors: [{ sensor: a }]";
    for (String name : List.of("a.yaml", "b.YML")) {
      Path file = Files.writeString(folder.resolve(name), yaml);
      assertThat(SensorFile.read(file).names("a")).isTrue();
    }
    Path csv = Files.writeString(folder.resolve("c.CSV"), "sensor\na\n");
    assertThat(SensorFile.read(csv).names("a")).isTrue();
    Path other = folder.resolve("d.txt");
    assertThatThrownBy(() -> SensorFile.read(other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(other + ": must end with .csv, .yaml or .yml");
    for (String name : List.of("missing.csv", "missing.yaml")) {
      Path missing = folder.resolve(name);
      assertThatThrownBy(() -> SensorFile.read(missing))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(missing + ": there is no such file");
    }
  }

  private static List<String> errors(String yaml) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> SensorFile.parseYaml("s.yaml", yaml))
        .errors();
  }
}
