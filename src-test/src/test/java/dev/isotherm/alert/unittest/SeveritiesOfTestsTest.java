package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test of rules expects the severities that the file of its rules has. */
class SeveritiesOfTestsTest {

  @TempDir private Path folder;

  private Path test(String severities, String expected) throws IOException {
    Files.writeString(
        folder.resolve("rules.yaml"),
        severities + "rules: [{ name: hot, metric: t, levels: { warning: { above: 1 } } }]\n");
    return Files.writeString(
        folder.resolve("test.yaml"),
        "rules: rules.yaml\ntests: [{ series: { 't{s}': 2 }, expect: ['0s hot t{s} firing "
            + expected
            + "'] }]\n");
  }

  private List<String> errors(String severities, String expected) throws IOException {
    Path file = test(severities, expected);
    return catchThrowableOfType(ConfigurationException.class, () -> RuleUnitTests.read(file))
        .errors()
        .stream()
        .map(error -> error.substring(error.indexOf(": ") + 2))
        .toList();
  }

  @Test
  void anUnknownSeverityIsNamedWithThoseOfTheFile() throws IOException {
    assertThat(errors("severities: [low, warning, disaster]\n", "dissaster"))
        .containsExactly("expect dissaster: there is no such severity; did you mean disaster?");
    assertThat(errors("severities: [low, warning, disaster]\n", "critical"))
        .containsExactly(
            "expect critical: there is no such severity; there are low, warning, disaster");
    assertThat(errors("", "disaster"))
        .containsExactly(
            "expect disaster: there is no such severity; there are info, warning, critical");
  }

  @Test
  void aSeverityOfTheFileIsExpected() throws IOException {
    RuleUnitTests tests =
        RuleUnitTests.read(test("severities: [low, warning, disaster]\n", "warning"));
    for (RuleUnitTests.Case one : tests.cases()) {
      assertThat(one.diff(tests.tested())).isEmpty();
    }
    RuleUnitTests wrong =
        RuleUnitTests.read(test("severities: [low, warning, disaster]\n", "disaster"));
    assertThat(wrong.cases().get(0).diff(wrong.tested())).isNotEmpty();
  }
}
