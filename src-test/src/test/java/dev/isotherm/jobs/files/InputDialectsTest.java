package dev.isotherm.jobs.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.dialect.DialectOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputDialectsTest {

  private static final String TABLE = "timestamp,sensor_id,t\n0,a,20\n1,a,21.";

  @TempDir java.nio.file.Path folder;

  private Path file(String name, String charset, String content) throws IOException {
    java.nio.file.Path file = folder.resolve(name);
    return new Path(Files.write(file, content.getBytes(Charset.forName(charset))).toUri());
  }

  private static InputDialects of(Path... files) {
    return InputDialects.of(List.of(files), DialectOptions.NONE);
  }

  private static Stream<String> ofCut(InputDialects dialects) {
    return dialects.notes().stream().filter(note -> note.contains("perhaps still"));
  }

  /** 21. may be the beginning of 21.53. */
  @Test
  void tellsOfALastLineThatMayBeCut() throws IOException {
    Path table = file("a.csv", "UTF-8", TABLE);
    assertThat(ofCut(of(table)))
        .containsExactly(
            LocalPaths.relative(LocalPaths.text(table))
                + " is perhaps still being written: its last line has no end, so its last value may"
                + " be cut");
    Path text = file("b.txt", "UTF-8", "20\n21.");
    Path wide = file("c.csv", "UTF-16LE", "\uFEFF" + TABLE);
    assertThat(ofCut(of(table, text, wide)))
        .singleElement()
        .asString()
        .endsWith("; so are 2 more files");
  }

  @Test
  void saysNothingWhereTheLastLineIsWhole() throws IOException {
    assertThat(
            ofCut(
                of(
                    file("a.csv", "UTF-8", TABLE + "\n"),
                    file("b.csv", "UTF-8", TABLE.replace('\n', '\r') + "\r"),
                    file("c.csv", "UTF-16LE", "\uFEFF" + TABLE + "\r\n"),
                    file("d.csv", "UTF-16BE", "\uFEFF" + TABLE + "\n"),
                    file("e.jsonl", "UTF-8", "{\"timestamp\":0,\"sensor_id\":\"a\",\"t\":21.5}"),
                    file("f.csv", "UTF-8", ""))))
        .isEmpty();
  }

  @Test
  void tellsOfFilesThatHaveBecomeLonger() throws IOException {
    Path table = file("a.csv", "UTF-8", TABLE);
    Path other = file("b.csv", "UTF-8", TABLE + "\n");
    InputDialects before = of(table, other);
    assertThat(before.grown()).isEmpty();
    Files.writeString(folder.resolve("a.csv"), "53\n", StandardOpenOption.APPEND);
    assertThat(before.grown())
        .containsExactly(
            LocalPaths.relative(LocalPaths.text(table))
                + " is longer than when the run began: what was added is not all in the results");
    Files.delete(folder.resolve("b.csv"));
    assertThat(before.grown()).hasSize(1);
  }
}
