package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.model.Average;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

  /** What a command of an example may write, and is there already. */
  private static final List<String> FILES = List.of("mapping.yaml", "rules.yaml");

  @TempDir private Path folder;

  /** The last command of Isotherm. */
  private CommandTrial last;

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
  void limitsAreMadeOnlyOfWhatIsKnown() throws Exception {
    copy(EXAMPLES.resolve("card-spend"));
    Files.writeString(
        folder.resolve("usual.csv"),
        """
        sensor_id,metric,window_start,window_end,count,sum,mean,min,max,stddev,revision
        few,amount,2025-06-01T00:00:00Z,2025-07-01T00:00:00Z,29,0,100,0,0,10,0
        enough,amount,2025-06-01T00:00:00Z,2025-07-01T00:00:00Z,30,0,100,0,0,10.5,0
        small,amount,2025-06-01T00:00:00Z,2025-07-01T00:00:00Z,30,0,5,0,0,1,0
        """);
    Path rules = folder.resolve("limits.yaml");
    runJava(List.of("Limits.java", "usual.csv"), rules);
    assertThat(Files.readString(rules))
        .contains("name: large_amount", "sensors: \"*\"", "above: 2000.00")
        .containsSubsequence("unusual_amount_enough", "sensors: \"enough\"", "above: 142.00")
        .containsSubsequence("unusual_amount_small", "above: 50.00")
        .doesNotContain("few");
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
    copy(example);
    Path output = folder.resolve("out");
    for (String command : commands(example)) {
      run(command, output);
    }
    BatchRun run = new BatchRun(last, output);
    assertThat(run.rejected()).isEmpty();
    Path averages = example.resolve("expected.csv");
    if (Files.exists(averages)) {
      assertThat(run.averages().stream().map(ExamplesIT::row))
          .containsExactlyElementsOf(Files.readAllLines(averages));
    } else {
      assertThat(run.lines("transitions").stream().map(ExamplesIT::line).sorted())
          .containsExactlyElementsOf(
              Files.readAllLines(example.resolve("expected-transitions.txt")));
    }
    for (String file : FILES) {
      if (Files.exists(example.resolve(file))) {
        assertThat(folder.resolve(file)).hasSameTextualContentAs(example.resolve(file));
      }
    }
  }

  private void copy(Path example) throws IOException {
    try (Stream<Path> files = Files.list(example)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
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

  /** Runs {@code java FILE.java …} or {@code ../../isotherm …}, perhaps with {@code > FILE}. */
  private void run(String command, Path output) throws Exception {
    String[] parts = command.split(" > ", -1);
    List<String> words = List.of(parts[0].split(" "));
    Path to = parts.length == 1 ? null : folder.resolve(parts[1]);
    if (words.get(0).equals("java")) {
      assertThat(to).as(command).isNotNull();
      runJava(words.subList(1, words.size()), to);
      return;
    }
    assertThat(words.get(0)).isEqualTo("../../isotherm");
    List<String> arguments = new ArrayList<>();
    words.stream().skip(1).map(this::resolved).forEach(arguments::add);
    if (words.get(1).equals("batch")) {
      arguments.addAll(List.of("--output=" + output, "--overwrite"));
    }
    last = CommandTrial.run(Isotherm.commandLine(FLINK::create), arguments.toArray(String[]::new));
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.err()).doesNotContain("left out").doesNotContain("warning:");
    if (to != null) {
      Files.writeString(to, last.out());
    }
  }

  private String resolved(String word) {
    Path file = folder.resolve(word);
    return Files.exists(file) ? file.toString() : word;
  }

  private void runJava(List<String> arguments, Path to) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(to.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
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
