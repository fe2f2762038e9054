package dev.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.graph.Environments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program does. */
final class ReadmeIT {

  private static final Environments LOCAL = StreamExecutionEnvironment::createLocalEnvironment;

  @TempDir private Path folder;

  @Test
  void theSampleGivesWhatIsShown() throws IOException {
    List<List<String>> shown = blocks("json");
    Path sample = Repository.root().resolve("docs/sample/readings.jsonl");
    assertThat(Files.readAllLines(sample)).isEqualTo(shown.get(0));
    run("batch", sample.toString(), "--window=1min", "--rules=default", "-o", out());
    assertThat(shown.get(1)).hasSize(3).isSubsetOf(resultLines());
  }

  @Test
  void theTextFileGivesWhatIsShown() throws IOException {
    Path file = folder.resolve("daily_readings.txt");
    Files.writeString(file, "21\n22\n23\n24\n25\n26\n27\n28\n29\n30\nabc\n");
    String printed = run("batch", file.toString(), "--date=2026-11-22", "-o", out());
    String shown = String.join("\n", blocks("").get(1));
    assertThat(shown)
        .contains(printed.lines().limit(3).collect(Collectors.joining("\n")))
        .contains("11 messages = 10 accepted + 1 rejected (NOT_A_NUMBER 1);");
  }

  @Test
  void ciRunsTheTestCommandThatIsShown() throws IOException {
    String command = blocks("").get(blocks("").size() - 1).get(0);
    assertThat(command).startsWith("mvn ");
    assertThat(Files.readAllLines(Repository.root().resolve(".ci/run"))).contains(command);
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private static String run(String... arguments) {
    CommandTrial trial = CommandTrial.run(Isotherm.commandLine(LOCAL), arguments);
    assertThat(trial.code()).as(trial.err()).isZero();
    return trial.out();
  }

  private List<String> resultLines() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .flatMap(ReadmeIT::lines)
          .map(line -> line.replace(Repository.root().toString(), "…"))
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the README's code blocks of a language. */
  private static List<List<String>> blocks(String language) throws IOException {
    String readme = Repository.text("README.md");
    return Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(readme)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map((MatchResult block) -> block.group(2).lines().toList())
        .toList();
  }
}
