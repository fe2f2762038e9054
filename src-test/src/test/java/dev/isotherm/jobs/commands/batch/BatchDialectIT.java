package dev.isotherm.jobs.commands.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files as loggers, spreadsheets and archives leave them: read right, or refused in a sentence. */
final class BatchDialectIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final byte[] BZIP2 = "BZh91AY&SY and so on".getBytes(ISO_8859_1);

  private static final String NOTES =
      """
      timestamp,sensor_id,note,temperature
      2025-07-01 12:00:00,s1,ok,21.5
      2025-07-01 12:10:00,s1,"copied from an old log:
      2024-01-01 00:00:00,s9,old,99.9
      end",22.5
      2025-07-01 12:20:00,s1,"said ""warm""\",23.1
      """;

  @TempDir Path folder;

  private BatchRun batch(Object... arguments) {
    return BatchRun.of(FLINK, folder.resolve("out"), arguments);
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(UTF_8));
  }

  /** Two readings of a sensor, with a mean of 20.5. */
  private static String table(String sensor) {
    return "timestamp,sensor_id,t\n2025-07-01,%1$s,20\n2025-07-01,%1$s,21\n".formatted(sensor);
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A file is judged by its first 64 KiB. What is written otherwise behind them is no reading. */
  @Test
  void whatChangesBehindTheStartIsRejectedAndNotMisread() throws IOException {
    String points = "2025-07-01 12:00:00,s,20.5\n".repeat(3_000);
    String commas = points.replace(',', ';').replace('.', ',');
    String header = "timestamp,sensor_id,t\n";
    file("delimiter.csv", header + points + "2025-07-01 12:00:00;s;99\n");
    file("quoted.csv", header + points + "2025-07-01 12:00:00,s,\"99,5\"\n");
    file("cells.csv", header + points + "2025-07-01 12:00:00,s,9,99\n");
    file("again.csv", header + points + header);
    file("comma.csv", header.replace(',', ';') + commas + "2025-07-01 12:00:00;s;99.5\n");
    byte[] latin = (header + points + "2025-07-01 12:00:00,K\u00FCche,99\n").getBytes(ISO_8859_1);
    file("encoding.csv", latin);
    String object = "{\"timestamp\":\"2025-07-01\",\"sensor_id\":\"s\",\"t\":20.5}\n";
    file("array.jsonl", object.repeat(3_000) + "[" + object.strip() + "]\n");
    file("s.txt", "20.5\n".repeat(20_000) + "99,5\n");

    BatchRun run = batch(folder.resolve("in"), "--date=2025-07-01", "--metric=t");

    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.addsUp()).isTrue();
    assertThat(run.averages())
        .extracting(Average::count, Average::mean)
        .containsExactly(tuple(41_000L, 20.5));
    assertThat(run.rejected())
        .extracting(dead -> Path.of(dead.source()).getFileName().toString())
        .containsExactly(
            "again.csv",
            "array.jsonl",
            "cells.csv",
            "comma.csv",
            "delimiter.csv",
            "encoding.csv",
            "quoted.csv",
            "s.txt");
  }

  @Test
  void readsEachFileAsItIs() throws IOException {
    file("hidden.csv", BatchInputIT.gzip(table("hidden-gzip")));
    file("hidden.txt", BatchInputIT.zstd(table("hidden-zstd")));
    file("day.zip", zip("day.csv", table("zipped")));
    file("mac.csv", table("carriage-returns").replace('\n', '\r'));
    file("wide.csv", ("\uFEFF" + table("utf-16")).getBytes(UTF_16LE));
    file("unmarked.csv", table("utf-16-unmarked").getBytes(UTF_16LE));
    file("sep.csv", "\uFEFFsep=;\r\n" + table("sep").replace(',', ';'));
    file("semicolons.csv", table("semicolons").replace(',', ';'));
    file("tabs.dat", table("tabs").replace(',', '\t'));
    file("bars.txt", table("bars").replace(',', '|'));
    file("blanks.txt", table("blanks").replace(",", "   "));
    file("json.log", "{\"timestamp\":1751328000,\"sensor_id\":\"json\",\"t\":20.5}\n".repeat(2));
    file("trailing.csv", table("trailing").replaceAll("(20|21)\n", "$1,\n"));
    file(
        "r.csv",
        table("r").replaceFirst("\n2025", "\n\"1\",2025").replaceAll("\n2025", "\n\"2\",2025"));
    file(
        "letters.csv",
        "timestamp,sensor_id,place,t\n2025-07-01,letters,K\u00FCche,20\n2025-07-01,letters,x,21\n"
            .getBytes(ISO_8859_1));
    Path bz2 = file("day.csv.bz2", BZIP2);
    BatchRun run = batch(folder.resolve("in"));
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.rejected()).isEmpty();
    assertThat(run.averages())
        .extracting(average -> average.series().sensorId())
        .containsExactlyInAnyOrder(
            "hidden-gzip",
            "hidden-zstd",
            "zipped",
            "carriage-returns",
            "utf-16",
            "utf-16-unmarked",
            "sep",
            "semicolons",
            "tabs",
            "bars",
            "blanks",
            "json",
            "trailing",
            "r",
            "letters");
    assertThat(run.averages())
        .allSatisfy(
            average -> {
              assertThat(average.series().metric()).isEqualTo("t");
              assertThat(average.count()).isEqualTo(2);
              assertThat(average.mean()).isEqualTo(20.5);
            });
    assertThat(run.trial().err())
        .contains("is read as a table, by its content (--format); so are ")
        .contains("letters.csv is not UTF-8 text (byte 0xFC at 48)")
        .contains(" between its cells (--delimiter); so are ")
        .endsWith(
            "isotherm: left out: "
                + bz2
                + " is bzip2: .gz, .zst and .zip are read; unpack it first\n");
  }

  @Test
  void aRunOfRefusedFilesOnlyDoesNotStart() throws IOException {
    List<String> sentences = new ArrayList<>();
    sentences.add(file("a.csv.bz2", BZIP2) + " is bzip2");
    sentences.add(
        file("b.csv", "t,s;u\n1,2;3\n")
            + " may have \",\" or \";\" between its cells: --delimiter");
    sentences.add(file("c.csv", "# x\n" + table("c")) + " begins with a line that starts with #");
    sentences.add(file("d.csv", "Site B\n" + table("d")) + " has 1 cell in line 1 and 3 in most");
    sentences.add(
        file("e.csv", "timestamp,sensor_id,t \u00B0C\n0,a,1\n".getBytes(ISO_8859_1))
            + " is not UTF-8 text");
    BatchRun run = batch(folder.resolve("in"));
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.output()).doesNotExist();
    List<String> said = run.trial().err().lines().toList();
    assertThat(said).hasSameSizeAs(sentences);
    for (int i = 0; i < sentences.size(); i++) {
      assertThat(said.get(i)).startsWith("isotherm: " + sentences.get(i));
    }
  }

  @Test
  void optionsReadWhatWasRefused() throws IOException {
    Path commented = file("c.csv", "# x\n" + table("c") + "# y\n");
    Path titled = file("d.csv", "# A title\nand more\n" + table("d").replace("t\n", "t\n,,mm\n"));
    BatchRun run = batch("--comment=#", "--skip-lines=1", commented);
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.rejected()).isEmpty();
    assertThat(run.averages()).extracting(Average::count).containsExactly(2L);
    BatchRun second = batch("--overwrite", "--skip-lines=2", "--skip-after-header=1", titled);
    assertThat(second.rejected()).isEmpty();
    assertThat(second.averages()).extracting(Average::count).containsExactly(2L);
    Path latin1 =
        file(
            "e.csv",
            "timestamp,sensor_id,\"t, \u00B0C\",u\n2025-07-01,a,1,2\n".getBytes(ISO_8859_1));
    BatchRun third =
        batch("--overwrite", "--encoding=windows-1252", "--metrics=\"t, \u00B0C\"", latin1);
    assertThat(third.averages())
        .extracting(average -> average.series().metric())
        .containsExactly("t, \u00B0C");
  }

  @Test
  void whatIsInQuotesIsNeverARow() throws IOException {
    Path notes = file("notes.csv", NOTES);
    BatchRun refused = batch(notes);
    assertThat(refused.trial().code()).isEqualTo(2);
    assertThat(refused.trial().err())
        .isEqualTo(
            "isotherm: "
                + notes
                + ":3 has a cell that begins with a quotation mark which its line does not close:"
                + " --quoted-newlines allow reads line ends in quotes, ignore takes each line for"
                + " a row\n");
    assertThat(refused.output().resolve("summary.json")).doesNotExist();
    BatchRun allowed = batch("--quoted-newlines=allow", notes);
    assertThat(allowed.trial().code()).as(allowed.trial().err()).isZero();
    assertThat(allowed.rejected()).isEmpty();
    assertThat(allowed.averages())
        .extracting(average -> average.series().sensorId(), Average::count, Average::mean)
        .containsExactly(tuple("s1", 3L, 22.366666666666667));
    BatchRun ignored = batch("--overwrite", "--quoted-newlines=ignore", notes);
    assertThat(ignored.averages())
        .extracting(average -> average.series().sensorId())
        .containsExactlyInAnyOrder("s1", "s9");
  }
}
