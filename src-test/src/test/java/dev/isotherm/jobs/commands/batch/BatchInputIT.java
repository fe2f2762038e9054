package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files {@code batch} reads, how they may be packed, and what it says of those it cannot. */
final class BatchInputIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String JSON =
      """
      {"timestamp":"2025-07-01T12:00:00Z","sensor_id":"a","temperature":20}
      {"timestamp":"2025-07-01T12:00:01Z","sensor_id":"a","temperature":21}
      """;
  private static final String CSV =
      "timestamp,sensor_id,temperature\n2025-07-01,a,20\n2025-07-01,a,21\n";
  private static final String TEXT = "20\n21\n";

  @TempDir Path folder;

  private BatchRun batch(Object... arguments) {
    return BatchRun.of(FLINK, folder.resolve("out"), arguments);
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(UTF_8));
  }

  private static void assertReadingsAre20And21(BatchRun run) {
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.averages())
        .extracting(Average::count, Average::mean)
        .containsExactly(tuple(2L, 20.5));
    assertThat(run.rejected()).isEmpty();
    assertThat(run.addsUp()).isTrue();
  }

  private static String contentFor(String name) {
    return name.contains("json") ? JSON : name.contains(".csv") ? CSV : TEXT;
  }

  @Test
  void readsEachFormatPlainAndPacked() throws IOException {
    List<String> names =
        List.of("a.json", "b.jsonl", "c.ndjson", "d.csv", "e_2025-07-01.txt", "F_20250701");
    for (String name : names) {
      String content = contentFor(name).replace("\"a\"", '"' + name + '"').replace(",a,", ",d,");
      file("in/" + name, content);
      file("in/" + name + ".gz", gzip(content));
      file("in/" + name + ".zst", zstd(content));
    }
    BatchRun run = batch(folder.resolve("in"));
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.averages())
        .hasSameSizeAs(names)
        .allSatisfy(
            average -> {
              assertThat(average.count()).isEqualTo(6);
              assertThat(average.mean()).isEqualTo(20.5);
            });
    assertThat(run.rejected()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.csv", "a_2025-07-01.txt"})
  void readsLinesHoweverTheyEndAndAByteOrderMarkBeforeThem(String name) throws IOException {
    String crLf = contentFor(name).replace("\n", "\r\n");
    String unended = crLf.substring(0, crLf.length() - 2);
    assertReadingsAre20And21(batch(file(name, "\uFEFF" + unended)));
    assertReadingsAre20And21(batch("--overwrite", file(name, crLf + "\r\n  \r\n\t\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl.gz", "a.csv.gz", "a_2025-07-01.txt.gz", "a.jsonl.zst"})
  void aPackedFileThatIsCutOffFailsTheRunAndIsNamed(String name) throws IOException {
    String content = contentFor(name).repeat(3_000);
    byte[] packed = name.endsWith(".gz") ? gzip(content) : zstd(content);
    Path file = file(name, Arrays.copyOf(packed, packed.length - 9));
    assertFailsNaming(file, batch(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl.gz", "a.csv.gz", "a.csv.zst", "a.txt.zst"})
  void theContentTellsWhetherAFileIsPackedAndNotItsName(String name) throws IOException {
    assertReadingsAre20And21(batch(file(name, contentFor(name))));
  }

  private static void assertFailsNaming(Path file, BatchRun run) {
    assertThat(run.trial().code()).isEqualTo(1);
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err().lines())
        .singleElement()
        .asString()
        .startsWith("isotherm: batch failed: " + file + ": cannot be read");
    assertThat(run.output().resolve("summary.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.csv", "a.txt", "a.txt.gz"})
  void anEmptyFileIsNoFault(String name) throws IOException {
    assertNothingToProcess(batch(file(name, "")));
  }

  @Test
  void aPackedFileOfNothingIsNoFault() throws IOException {
    assertNothingToProcess(batch(file("a.csv.gz", gzip("")), file("a.txt.zst", zstd(""))));
  }

  private static void assertNothingToProcess(BatchRun run) {
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err())
        .contains("No readings to process\n")
        .contains("0 messages = 0 accepted + 0 rejected");
    assertThat(run.rejected()).isEmpty();
    assertThat(run.addsUp()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.csv", "a.txt"})
  void invalidLinesOnlyAreAnErrorAndAccountedFor(String name) throws IOException {
    BatchRun run = batch(file(name, "x;y\nz\nz\n"));
    int rejected = name.equals("a.csv") ? 2 : 3;
    assertThat(run.trial().code()).as(run.trial().err()).isEqualTo(2);
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err())
        .contains("isotherm: none of " + rejected + " messages could be used: ")
        .contains(rejected + " messages = 0 accepted + " + rejected + " rejected")
        .contains(name + (name.equals("a.csv") ? ":2: " : ":1: "));
    assertThat(run.rejected()).hasSize(rejected);
    assertThat(run.addsUp()).isTrue();
  }

  /** Each with a sentence of its own, and nothing is written. */
  @Test
  void pathsThatAreNotThereEndTheCommandBeforeItStarts() throws IOException {
    Path there = file("a.txt", TEXT);
    Path gone = folder.resolve("gone.txt");
    BatchRun run = batch(there, gone, folder + "/*.nothing", folder + "/no/*/folder");
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().out()).isEmpty();
    assertThat(run.trial().err())
        .isEqualTo(
            "isotherm: "
                + gone
                + ": no such file or folder\n"
                + "isotherm: "
                + folder
                + "/*.nothing: no file matches\n"
                + "isotherm: "
                + folder
                + "/no/*/folder: no file matches\n");
    assertThat(run.output()).doesNotExist();
  }

  @Test
  void readsFoldersInFoldersButNothingHidden() throws IOException {
    file("in/a.csv", CSV);
    file("in/deep/deeper/b.csv", CSV);
    file("in/.hidden.csv", CSV);
    file("in/.folder/c.csv", CSV);
    file("in/_SUCCESS", "x");
    file("in/_temporary/d.csv", CSV);
    Path named = file("named/.e.csv", CSV);
    BatchRun run = batch(folder.resolve("in"), named, folder.resolve("in/a.csv"));
    assertThat(run.averages()).singleElement().extracting(Average::count).isEqualTo(6L);
  }

  @Test
  void readsWhatGlobsMatch() throws IOException {
    file("in/1.csv", CSV);
    file("in/2.csv.gz", gzip(CSV));
    file("in/3.txt", "x");
    file("in/deep/4.csv", CSV);
    assertThat(batch(folder + "/in/*.{csv,csv.gz}").averages())
        .singleElement()
        .extracting(Average::count)
        .isEqualTo(4L);
    assertThat(batch("--overwrite", folder + "/in/**.csv").averages())
        .singleElement()
        .extracting(Average::count)
        .isEqualTo(4L);
  }

  @Test
  void tellsThePlaceOfALineInAPackedFileAsIfItWereUnpacked() throws IOException {
    BatchRun run = batch(file("a_2025-07-01.txt.gz", gzip("20\r\nabc\r\n21\n")));
    assertThat(run.trial().err()).contains("a_2025-07-01.txt.gz:2: NOT_A_NUMBER");
    assertThat(run.rejected()).extracting(Rejection::position).containsExactly(4L);
  }

  /** A header that cannot be used is a fault of the file, and told once. */
  @Test
  void aTableWithTwoColumnsOfOneNameIsRefused() throws IOException {
    BatchRun run = batch(file("a.csv", "timestamp,sensor_id,t,t\n1,a,1,2\n1,a,1,2\n"));
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().err())
        .contains(
            "a.csv has the name \"t\" more than once in its header: --columns names the columns"
                + " apart, with --skip-lines 1");
  }

  static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  static byte[] zstd(String content) throws IOException {
    ByteBufferOutputStream packed = new ByteBufferOutputStream(1024);
    try (var out =
        Compression.zstd().build().wrapForOutput(packed, RecordBatch.CURRENT_MAGIC_VALUE)) {
      out.write(content.getBytes(UTF_8));
    }
    packed.buffer().flip();
    byte[] bytes = new byte[packed.buffer().remaining()];
    packed.buffer().get(bytes);
    return bytes;
  }
}
