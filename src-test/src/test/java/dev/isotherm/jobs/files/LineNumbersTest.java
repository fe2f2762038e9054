package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.FileLines;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.dialect.DialectOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineNumbersTest {

  private static final LineNumbers LINES = new LineNumbers(DialectOptions.NONE);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "a.txt.gz", "a.txt.zst"})
  void countsLinesAsPeopleDo(String name) throws IOException {
    FileLines file =
        FileLines.write(folder.resolve(name), "1\n\nthree\r\nfour\n\nsix".getBytes(UTF_8));
    int[] numbers = {1, 3, 4, 6};
    int i = 0;
    for (FileLines.Line line : file.all()) {
      assertThat(LINES.position(rejectedAt(file.file(), line.position())))
          .isEqualTo(file.file() + ":" + numbers[i++]);
    }
    assertThat(i).isEqualTo(4);
  }

  @Test
  void farBehindTheOffsetMustDo() throws IOException {
    Path missing = folder.resolve("huge.txt");
    assertThat(LINES.position(rejectedAt(missing, 70_000_000)))
        .isEqualTo(missing + " at byte 70000000");
  }

  private static Rejection rejectedAt(Path file, long position) {
    return new Rejection(
        RejectionReason.NOT_A_NUMBER,
        "is no number",
        file.toString(),
        position,
        new byte[0],
        null,
        new MessageHeader[0]);
  }
}
