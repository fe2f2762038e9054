package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of rules that begin at an instant, so that schedules can be tested. */
class TestStartTest {

  @TempDir private Path folder;

  @BeforeEach
  void rules() throws IOException {
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        rules:
          - name: hot
            metric: t
            levels: { warning: { above: 28 } }
            active: { days: mon-fri, from: "06:00", to: "20:00", zone: UTC }
        maintenance:
          - { sensors: b, from: 2026-06-12T12:00:00Z, to: 2026-06-12T13:00:00Z }
        """);
  }

  private RuleUnitTests read(String start, String startOfTest) throws IOException {
    Path file = folder.resolve("t.yaml");
    Files.writeString(
        file,
        start
            + """
            rules: rules.yaml
            tests:
              - series: { "t{a}": 29x4, "t{b}": 29x4 }
            """
            + startOfTest
            + """
                expect:
                  - 0s hot t{a} firing warning
                  - 0s hot t{b} firing warning
                  - 2m hot t{b} resolved warning
            """);
    return RuleUnitTests.read(file);
  }

  private static List<String> diff(RuleUnitTests tests) {
    return tests.cases().get(0).diff(tests.tested());
  }

  @Test
  void instantsCountFromTheStart() throws IOException {
    assertThat(diff(read("start: 2026-06-12T11:58:00Z\n", ""))).isEmpty();
    assertThat(diff(read("start: 2026-06-13T11:58:00Z\n", "    start: 2026-06-12T11:58:00Z\n")))
        .as("a test has a start of its own")
        .isEmpty();
  }

  @Test
  void onAnotherDayTheRuleIsNotActive() throws IOException {
    assertThat(diff(read("start: 2026-06-13T11:58:00Z\n", "")))
        .containsExactly(
            "     - expected, but did not come; + came, but was not expected",
            "     - 0ms hot t{a} firing warning",
            "     - 0ms hot t{b} firing warning",
            "     - 2min hot t{b} resolved warning");
  }

  @Test
  void aStartIsAnInstant() {
    assertThatThrownBy(() -> read("start: 2026-06-13\n", ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "t.yaml:1: start 2026-06-13: must be an instant such as 2025-07-01T12:00:00Z");
  }
}
