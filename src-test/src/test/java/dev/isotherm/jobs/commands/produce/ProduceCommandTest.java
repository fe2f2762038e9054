package dev.isotherm.jobs.commands.produce;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.fleet.Fleet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProduceCommandTest {
  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void writesAFileAndSumsItUp() throws IOException {
    String file = file("readings.jsonl");
    CommandTrial trial = isotherm("produce", "--file", file, "--seed", "42", "--malformed", "0.01");
    List<String> lines = Files.readAllLines(Path.of(file));
    Fleet fleet = new Fleet(5, 0.01, 42, 1);
    long malformed =
        java.util.stream.LongStream.range(0, 1000)
            .filter(i -> fleet.message(i, Instant.EPOCH).malformed())
            .count();
    assertThat(lines).hasSize(1000);
    assertThat(malformed).isPositive();
    assertThat(trial)
        .isEqualTo(
            new CommandTrial(
                0,
                "",
                "1000 messages from 5 sensors to "
                    + file
                    + ", "
                    + malformed
                    + " of them malformed, seed 42\n"));
  }

  @Test
  void theSameSeedAndStartGiveTheSameBytes() throws IOException {
    for (String name : List.of("a.jsonl", "b.jsonl", "c.jsonl.gz")) {
      isotherm(
          "produce",
          "--file",
          file(name),
          "--seed",
          "1",
          "--malformed",
          "0.1",
          "--start",
          "2025-07-01T00:00:00Z",
          "--rate",
          "4",
          "--count",
          "3000");
    }
    byte[] plain = Files.readAllBytes(folder.resolve("a.jsonl"));
    assertThat(folder.resolve("b.jsonl")).hasBinaryContent(plain);
    try (InputStream packed =
        new GZIPInputStream(Files.newInputStream(folder.resolve("c.jsonl.gz")))) {
      assertThat(packed.readAllBytes()).isEqualTo(plain);
    }
    assertThat(new String(plain, StandardCharsets.US_ASCII))
        .contains("\"2025-07-01T00:00:00.250000\"")
        .endsWith("}\n");
  }

  @Test
  void writesToStandardOutputAndNothingElseThere() {
    CommandTrial trial =
        isotherm(
            "produce",
            "--file",
            "-",
            "--count",
            "1",
            "--sensors",
            "1",
            "--start",
            "2025-07-01T00:00:00+02:00",
            "--seed",
            "9");
    assertThat(trial.out())
        .startsWith("{\"timestamp\": \"2025-06-30T22:00:00.000000\", ")
        .hasLineCount(1);
    assertThat(trial.err())
        .isEqualTo("1 message from 1 sensor to standard output, 0 of them malformed, seed 9\n");
  }

  @Test
  void theLastMessageIsOfNowUnlessAStartIsGiven() {
    Instant before = Instant.now();
    String out = isotherm("produce", "--file", "-", "--count", "100", "--rate", "10").out();
    Instant after = Instant.now();
    String last = out.lines().reduce((a, b) -> b).orElseThrow().substring(15, 41);
    assertThat(LocalDateTime.parse(last).toInstant(ZoneOffset.UTC))
        .isBetween(before.minusMillis(1), after);
  }

  @Test
  void showsTheSeedItChose() {
    assertThat(isotherm("produce", "--file", "-", "--count", "1").err())
        .containsPattern("seed [1-9]\\d*\n$");
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertThat(isotherm("produce", "--file", "x", "--rate", "max", "--create-topics").err())
        .isEqualTo(
            """
            isotherm: --create-topics --file x: only one of them can be given
            isotherm: --rate max: must be a number when --file is given: it sets the timestamps
            """);
    CommandTrial future =
        isotherm("produce", "--file", "x", "--start", "9999-01-01T00:00:00Z", "--count", "2");
    assertThat(future)
        .isEqualTo(
            new CommandTrial(
                2,
                "",
                "isotherm: --start 9999-01-01T00:00:00Z: must be so early that the last of 2"
                    + " messages, at 9999-01-01T00:00:01Z, is not in the future\n"));
    assertThat(isotherm("produce", "--file", folder.toString()).err())
        .isEqualTo("isotherm: --file " + folder + ": is a folder; must name a file\n");
  }
}
