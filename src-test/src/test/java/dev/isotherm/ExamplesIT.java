package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.model.Average;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example gives what it says, by the commands in its README. */
final class ExamplesIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Path EXAMPLES = Repository.root().resolve("examples");

  @TempDir private Path folder;

  static List<String> examples() throws IOException {
    try (Stream<Path> children = Files.list(EXAMPLES)) {
      return children
          .filter(Files::isDirectory)
          .map(child -> child.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void everyExampleIsInTheList() throws IOException {
    String list = Files.readString(EXAMPLES.resolve("README.md"));
    assertThat(examples())
        .isNotEmpty()
        .allMatch(name -> list.contains("](" + name + "/README.md)"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesWhatItSays(String name) throws Exception {
    Path example = EXAMPLES.resolve(name);
    List<String> commands = commands(example);
    Path readings = generated(example, commands.get(0));
    BatchRun run = run(example, commands.get(1), readings);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.rejected()).isEmpty();
    assertThat(run.trial().err()).doesNotContain("left out").doesNotContain("warning:");
    Path averages = example.resolve("expected.csv");
    if (Files.exists(averages)) {
      assertThat(run.averages().stream().map(ExamplesIT::row))
          .containsExactlyElementsOf(Files.readAllLines(averages));
    } else {
      assertThat(run.lines("transitions").stream().map(ExamplesIT::line).sorted())
          .containsExactlyElementsOf(
              Files.readAllLines(example.resolve("expected-transitions.txt")));
    }
  }

  /** The lines of the first block of code. */
  private static List<String> commands(Path example) throws IOException {
    return Files.readAllLines(example.resolve("README.md")).stream()
        .dropWhile(line -> !line.equals("```"))
        .skip(1)
        .takeWhile(line -> !line.equals("```"))
        .toList();
  }

  /** Runs {@code java Readings.java > FILE}. */
  private Path generated(Path example, String command) throws Exception {
    assertThat(command).startsWith("java Readings.java > ");
    Path file = folder.resolve(command.substring("java Readings.java > ".length()));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "Readings.java")
            .directory(example.toFile())
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    return file;
  }

  private BatchRun run(Path example, String command, Path readings) {
    String program = "../../isotherm batch ";
    assertThat(command).startsWith(program + readings.getFileName() + " ");
    Object[] arguments =
        Arrays.stream(command.substring(program.length()).split(" "))
            .map(word -> word.equals(readings.getFileName().toString()) ? readings : word)
            .map(
                word -> word.toString().endsWith(".yaml") ? example.resolve(word.toString()) : word)
            .toArray();
    return BatchRun.of(FLINK, folder.resolve("out"), arguments);
  }

  /** Sensor, start of the window, count and sum. */
  private static String row(Average average) {
    return String.join(
        ",",
        average.series().sensorId(),
        Instant.ofEpochMilli(average.windowStartMillis()).toString(),
        Long.toString(average.count()),
        Double.toString(average.sum()));
  }

  /** As {@code rules test} writes it, with an instant. */
  private static String line(String json) {
    Transition transition = JsonLinesReader.readTransition(json.getBytes(StandardCharsets.UTF_8));
    return String.join(
        " ",
        Instant.ofEpochMilli(transition.atMillis()).toString(),
        transition.rule(),
        transition.series().metric() + "{" + transition.series().sensorId() + "}",
        transition.state().toString().toLowerCase(Locale.ROOT),
        transition.severity().toString().toLowerCase(Locale.ROOT));
  }
}
