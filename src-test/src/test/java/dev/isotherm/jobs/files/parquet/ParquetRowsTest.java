package dev.isotherm.jobs.files.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.local.LocalDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of pyarrow 25 and DuckDB 1.5, in src/test/resources/parquet. */
class ParquetRowsTest {

  /** The rows of the first four files, which pyarrow has written from known values. */
  private static final String ROWS =
      """
      {"timestamp":"2025-07-01T12:00:00.250Z","sensor_id":"a","temperature":21.3,"humidity":40,\
      "pressure":1013.25,"half":1.5,"count":1,"data":{"x":1.5,"name":"n\\"1"},"list":[1,2],\
      "map":{"k":1.0},"day":"2025-07-01","time":"01:02:03","local":"2025-07-01T12:00:00.250",\
      "raw":"0xff01","on":true}
      {"timestamp":"2025-07-01T12:00:01.250Z","sensor_id":"b","temperature":null,"humidity":41,\
      "pressure":1013.25,"half":-0.25,"count":2,"data":{"x":1.5,"name":"n\\"1"},"list":[],\
      "map":{},"day":"2025-07-01","time":"01:02:03","local":"2025-07-01T12:00:01.250",\
      "raw":"txt","on":false}
      {"timestamp":"2025-07-01T12:00:02.250Z","sensor_id":"a","temperature":NaN,"humidity":42,\
      "pressure":1013.25,"half":65504.0,"count":18446744073709551615,\
      "data":{"x":1.5,"name":"n\\"1"},"list":null,"map":null,"day":"2025-07-01",\
      "time":"01:02:03","local":"2025-07-01T12:00:02.250","raw":"","on":null}
      """;

  @TempDir private Path folder;

  private static final String[] FILES = {
    "none", "snappy", "gzip", "zstd", "lz4", "delta", "delta-lz4"
  };

  private static byte[] bytes(String name) throws IOException {
    try (var in = ParquetRowsTest.class.getResourceAsStream("/parquet/" + name + ".parquet")) {
      return in.readAllBytes();
    }
  }

  private String rows(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("x.parquet"), bytes);
    FSDataInputStream file = new LocalDataInputStream(path.toFile());
    try (file;
        ParquetRows rows = ParquetRows.open("x.parquet", file, bytes.length)) {
      String lines = new String(rows.readAllBytes(), UTF_8);
      assertThat(rows.bytesRead()).isEqualTo(lines.isEmpty() ? 0 : bytes.length);
      return lines;
    }
  }

  /** With and without dictionaries, pages of both versions, two groups of rows. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
  void readsAllTypesUnderEachCompression(String name) throws IOException {
    assertThat(rows(bytes(name))).isEqualTo(ROWS);
  }

  /** Differences of numbers and texts, split bytes, runs of booleans; pages of both versions. */
  @ParameterizedTest
  @ValueSource(strings = {"delta", "delta-lz4"})
  void readsOtherEncodings(String name) throws IOException {
    assertThat(rows(bytes(name))).isEqualTo(ROWS);
  }

  /** Some programs mean a local time, some one in UTC, so the zone of the options decides. */
  @Test
  void timesOfOldFilesHaveNoOffset() throws IOException {
    assertThat(rows(bytes("int96")))
        .startsWith("{\"timestamp\":\"2025-07-01T12:00:00.250\",\"sensor_id\":\"a\",");
  }

  @Test
  void readsFilesOfDuckDb() throws IOException {
    assertThat(rows(bytes("duckdb")).lines())
        .hasSize(2_100)
        .startsWith(
            "{\"timestamp\":\"2025-07-01T12:00\",\"sensor_id\":\"s0\",\"temperature\":20.000}")
        .endsWith(
            "{\"timestamp\":\"2025-07-01T12:34:59\",\"sensor_id\":\"s2\",\"temperature\":282.375}");
  }

  @Test
  void aFileMayHaveNoRows() throws IOException {
    assertThat(rows(bytes("empty"))).isEmpty();
  }

  @Test
  void anotherCompressionIsRefused() {
    assertThatThrownBy(() -> rows(bytes("brotli")))
        .isInstanceOf(RefusedFileException.class)
        .hasMessage(
            "x.parquet is a Parquet file that is compressed by BROTLI; SNAPPY, GZIP, ZSTD and"
                + " LZ4_RAW are read. DuckDB converts it: copy 'x.parquet' to 'x.csv'");
  }

  @Test
  void aFileWithoutItsEndIsNotComplete() throws IOException {
    byte[] whole = bytes("zstd");
    for (int length : new int[] {5, 12, whole.length - 1}) {
      assertThatThrownBy(() -> rows(Arrays.copyOf(whole, length)))
          .isInstanceOf(IOException.class)
          .hasMessage("its end is missing, so the Parquet file is not complete");
    }
  }

  /** A text of three bytes says that it has two gigabytes: no memory is taken for them. */
  @Test
  void takesNoMemoryForALengthThatIsOnlyClaimed() throws IOException {
    byte[] broken = bytes("none");
    int at = find(broken, 3, 0, 0, 0, 't', 'x', 't');
    broken[at + 3] = 0x7F;
    assertThatThrownBy(() -> rows(broken)).isInstanceOf(IOException.class);
  }

  /** Differences of two values say that they are of a billion values. */
  @Test
  void takesNoMemoryForACountThatIsOnlyClaimed() throws IOException {
    byte[] broken = bytes("delta");
    int at = find(broken, 0x80, 1, 4, 2); // a block of 128 values in 4 parts; 2 values
    byte[] billion = {-1, -1, -1, -1, 3};
    System.arraycopy(billion, 0, broken, at + 3, billion.length);
    assertThatThrownBy(() -> rows(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("it has differences of 1073741823 values in a page of 2");
  }

  private static int find(byte[] in, int... bytes) {
    int at = 0;
    for (int found = 0; found < bytes.length; ) {
      if (in[at + found] == (byte) bytes[found]) {
        found++;
      } else {
        at++;
        found = 0;
      }
    }
    return at;
  }

  /** What is broken is an error in one sentence, or is not noticed; nothing else. */
  @Test
  void aBrokenFileDoesNoHarm() throws IOException {
    Random random = Seeded.random(ParquetRowsTest.class);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = bytes(FILES[i % FILES.length]);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        broken[random.nextInt(broken.length - 8)] = (byte) random.nextInt(256);
      }
      try {
        String unused = rows(broken);
      } catch (EOFException e) {
        refused++; // "it ends too early"
      } catch (IOException | RefusedFileException e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    System.out.println("ParquetRowsTest: refused=" + refused);
    assertThat(refused).isGreaterThan(200);
  }
}
