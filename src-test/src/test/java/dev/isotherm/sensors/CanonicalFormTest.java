package dev.isotherm.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.sensors.file.SensorFile;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Texts of which fingerprints are made. They must never change. */
class CanonicalFormTest {

  private static final String ROWS =
      """
      - { sensor: "b*", min: -50, labels: { kind: boiler } }
      - { sensor: b-7, metric: temperature, limits: { hot: 95.5, cold: 3 } }
      - { sensor: b-7, unit: °C, expectedInterval: 1m, stuckAfter: 1h, labels: { site: n, line: 3 } }
      - { sensor: a, max: 1.1 }
      """;

  @Test
  void everyFieldIsNamed() {
    assertThat(text(ROWS))
        .isEqualTo(
            """
            sensors/1
            sensor=a
            max=0x1.199999999999ap0
            sensor=b-7
            label.line=3
            label.site=n
            unit=°C
            expectedInterval=60000
            stuckAfter=3600000
            metric=temperature
            limit.cold=0x1.8p1
            limit.hot=0x1.7ep6
            glob=b*
            label.kind=boiler
            min=-0x1.9p5
            """);
  }

  @Test
  void theFingerprintIsThatOfTheText() {
    assertThat(table(ROWS).fingerprint())
        .isEqualTo(UUID.nameUUIDFromBytes(text(ROWS).getBytes(StandardCharsets.UTF_8)).toString());
    assertThat(SensorTable.EMPTY.fingerprint())
        .isEqualTo(
            UUID.nameUUIDFromBytes("sensors/1\n".getBytes(StandardCharsets.UTF_8)).toString());
  }

  @Test
  void globsThatContradictKeepTheirOrder() {
    String narrow = "- { sensor: \"b-*\", unit: K }\n";
    String wide = "- { sensor: \"*\", unit: °C }\n";
    String other = "- { sensor: \"a*\", min: 1 }\n";
    assertThat(text(narrow + wide)).isNotEqualTo(text(wide + narrow));
    assertThat(text(other + narrow + wide))
        .isEqualTo(text(narrow + other + wide))
        .isEqualTo(text(narrow + wide + other))
        .containsSubsequence("glob=a*", "glob=b-*", "glob=*");
    assertThat(text("- { sensor: \"b-*\", min: 2 }\n- { sensor: \"*\", max: 1 }\n"))
        .isNotEqualTo(text("- { sensor: \"*\", max: 1 }\n- { sensor: \"b-*\", min: 2 }\n"));
  }

  @Test
  void equalNumbersAndDurationsHaveEqualTexts() {
    assertThat(text("- { sensor: a, min: 1e1, stuckAfter: 60s }"))
        .isEqualTo(text("- { sensor: a, min: 10.0, stuckAfter: 1min }"));
    assertThat(text("- { sensor: a, min: -0 }")).isEqualTo(text("- { sensor: a, min: 0 }"));
  }

  private static String text(String rows) {
    StringJoiner text = new StringJoiner("\n", "", "\n");
    CanonicalForm.write(table(rows), text::add);
    return text.toString();
  }

  private static SensorTable table(String rows) {
    return SensorFile.parseYaml("sensors.yaml", "sensors:\n" + rows.indent(2));
  }
}
