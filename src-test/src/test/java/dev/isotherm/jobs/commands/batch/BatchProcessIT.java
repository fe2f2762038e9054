package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.local.LocalIsotherm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch} in a process of its own: what hangs on the current folder, and on real streams. */
final class BatchProcessIT {
  private static final long BOUND_SECONDS = 60;

  @TempDir Path folder;

  private record Answer(int code, String out, String err) {}

  private Answer isotherm(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(LocalIsotherm.class.getName());
    command.addAll(List.of(arguments));
    Path streams = Files.createDirectories(folder.resolve(".streams"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectOutput(streams.resolve("out").toFile());
    builder.redirectError(streams.resolve("err").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Answer(process.exitValue(), read(streams, "out"), read(streams, "err"));
  }

  private static String read(Path streams, String name) throws IOException {
    return Files.readString(streams.resolve(name), UTF_8);
  }

  @Test
  void resultsGoToAFolderHereThatEveryRunReplaces() throws Exception {
    Files.writeString(folder.resolve("a_2025-07-01.txt"), "21\nabc\n");
    Path before = Files.createDirectories(folder.resolve("isotherm-out/averages"));
    Files.writeString(before.resolve("part-of-the-run-before.jsonl"), "{}");

    Answer answer = isotherm("batch", ".", "--print", "json");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("{\"sensor_id\":\"a\"").hasLineCount(1);
    assertThat(answer.err())
        .isEqualTo(
            """
            skipped a_2025-07-01.txt:2: NOT_A_NUMBER: "abc" is not a decimal number
            2 messages = 1 accepted + 1 rejected (NOT_A_NUMBER 1); 1 readings = 1 aggregated + 0 late
            Results are in isotherm-out
            """);
    assertThat(before.resolve("part-of-the-run-before.jsonl")).doesNotExist();
    assertThat(folder.resolve("isotherm-out/summary.json")).exists();
  }
}
