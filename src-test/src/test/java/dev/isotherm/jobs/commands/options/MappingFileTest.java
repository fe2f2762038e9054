package dev.isotherm.jobs.commands.options;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.commands.options.MappingFile.Entry;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappingFileTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("mapping.yaml"), text);
  }

  @Test
  void hasTheOptionsOfReadingsAndFiles() throws IOException {
    Path file =
        file(
            """
            # a comment
            timestamp-field: [Date, "Time, UTC"]
            sensor: "@file"
            metrics:
              - "Temp, °C"
              - hum=RH
            absent: [-999, NA]
            decimal-comma: true
            """);
    assertThat(MappingFile.read(file))
        .containsExactly(
            new Entry("--timestamp-field", "Date,\"Time, UTC\"", file + ":2"),
            new Entry("--sensor", "@file", file + ":3"),
            new Entry("--metrics", "\"Temp, °C\",hum=RH", file + ":4"),
            new Entry("--absent", "-999,NA", file + ":7"),
            new Entry("--decimal-comma", "true", file + ":8"));
  }

  /** Formats may have commas, and are tried in their order. */
  @Test
  void severalFormatsOfTimestampsAreOptionsOfTheirOwn() throws IOException {
    Path file = file("timestamp-format: ['MMM d, yyyy', iso]\n");
    assertThat(MappingFile.read(file))
        .containsExactly(
            new Entry("--timestamp-format", "MMM d, yyyy", file + ":1"),
            new Entry("--timestamp-format", "iso", file + ":1"));
  }

  @Test
  void namesEveryFaultByItsLine() throws IOException {
    Path file =
        file(
            """
            zone: UTC
            sensr: a
            metrics:
              - [a]
            absent:
            """);
    assertThatThrownBy(() -> MappingFile.read(file))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            bad ->
                assertThat(bad.errors())
                    .containsExactly(
                        file + ":2: sensr: is not known; did you mean sensor?",
                        file
                            + ":3: metrics: must be a text, a number, true or false, or a list of"
                            + " them",
                        file
                            + ":5: absent: must be a text, a number, true or false, or a list of"
                            + " them"));
  }

  @Test
  void aValueThatIsNotAllowedIsNamedByItsLineUnlessTheOptionIsGiven() throws IOException {
    Path file = file("zone: Mars\nsensor: '@moon'\nformat: docx\n");
    CommandTrial both = isotherm("replay", "--mapping", file.toString());
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .contains("isotherm: " + file + ":1: --zone Mars: must be a time zone")
        .contains("isotherm: " + file + ":2: --sensor @moon: must be a name")
        .doesNotContain("docx");
    CommandTrial given =
        isotherm("replay", "--mapping=" + file, "--zone=UTC", "--sensor=@file", "--from=x");
    assertThat(given.err())
        .doesNotContain(file.toString())
        .contains("--sensor @file: topics have none")
        .contains("--from");
  }

  @Test
  void theOrderOfLinesIsOfFilesOnly() throws IOException {
    for (String command : new String[] {"replay", "stream"}) {
      CommandTrial trial = isotherm(command, "--repeated-hour=order", "--zone=Mars");
      assertThat(trial.code()).isEqualTo(2);
      assertThat(trial.err())
          .contains("--repeated-hour order: topics are in no order; use earlier, later or refuse");
    }
    CommandTrial unknown = isotherm("batch", "--repeated-hour=first", ".");
    assertThat(unknown.err())
        .contains("--repeated-hour first: must be earlier, later, order or refuse");
  }

  @Test
  void aFileThatIsMissingOrNoYamlIsRefused() throws IOException {
    CommandTrial missing = isotherm("stream", "--mapping", folder.resolve("m.yaml").toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("m.yaml: there is no such file");
    CommandTrial broken = isotherm("stream", "--mapping", file("a: [").toString());
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("is not YAML");
  }
}
