package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.FileParsers.Layout;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages that nobody writes on purpose, unless to break what reads them. */
final class HostileMessagesTest {

  private static final int NAMES_IN_A_BLOCK = 10_000;
  private static final long MOST_KEPT_BYTES = 96L << 20;

  private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
  private final LineBlockParser parser =
      new LineBlockParser(
          new FileParsers(ParseOptions.defaults(), Layout.defaults(), InstantBounds.NONE));
  private long readings;

  /** A row of more than 64 KiB is too large. One that is cut off has cells too few. */
  @Test
  void aHundredThousandColumns() {
    String header =
        "timestamp,sensor_id,"
            + IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String wide = "2025-07-01T12:00:00Z,s" + ",1".repeat(100_000) + "\n";
    parse("wide.csv", header, wide + "2025-07-01T12:00:00Z,s,1\n" + wide);
    assertThat(readings).isZero();
    assertThat(rejected)
        .containsOnly(
            Map.entry(RejectionReason.TOO_LARGE, 2), Map.entry(RejectionReason.BAD_ROW, 1));
  }

  /** Rows below the limit have a reading per column. */
  @Test
  void twentyThousandColumns() {
    String header =
        "timestamp,sensor_id,"
            + IntStream.range(0, 20_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    parse("wide.csv", header, "2025-07-01T12:00:00Z,s" + ",1".repeat(20_000) + "\n");
    assertThat(rejected).isEmpty();
    assertThat(readings).isEqualTo(20_000);
  }

  /** What a parser remembers of names does not grow with their number. */
  @Test
  void aMillionNamesOfMetrics() {
    long before = usedBytes();
    for (int block = 0; block < 100; block++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < NAMES_IN_A_BLOCK; i++) {
        lines
            .append("{\"timestamp\": \"2025-07-01T12:00:00Z\", \"sensor_id\": \"s\", \"metric-")
            .append(block * NAMES_IN_A_BLOCK + i)
            .append("\": 1}\n");
      }
      parse("names.jsonl", "", lines.toString());
    }
    assertThat(rejected).isEmpty();
    assertThat(readings).isEqualTo(1_000_000);
    assertThat(usedBytes() - before).isLessThan(MOST_KEPT_BYTES);
  }

  @Test
  void arraysInsideOfTenThousandOthers() {
    String deep = "[".repeat(10_000);
    parse(
        "deep.jsonl",
        "",
        "{\"timestamp\": \"2025-07-01T12:00:00Z\", \"sensor_id\": \"s\", \"t\": 1, \"x\": "
            + deep
            + "]".repeat(10_000)
            + "}\n"
            + deep
            + "\n");
    assertThat(readings).isZero();
    assertThat(rejected).containsOnly(Map.entry(RejectionReason.NOT_JSON, 2));
  }

  /** A member that is a number here and a text there costs itself alone. */
  @Test
  void typesThatChange() {
    parse(
        "types.jsonl",
        "",
        """
        {"timestamp": "2025-07-01T12:00:00Z", "sensor_id": "s", "t": 1, "u": 1}
        {"timestamp": "2025-07-01T12:00:01Z", "sensor_id": "s", "t": "warm", "u": 2}
        {"timestamp": "2025-07-01T12:00:02Z", "sensor_id": "s", "t": [1], "u": 3}
        {"timestamp": "2025-07-01T12:00:03Z", "sensor_id": "s", "t": {"v": 1}, "u": 4}
        {"timestamp": "2025-07-01T12:00:04Z", "sensor_id": "s", "u": 5}
        """);
    assertThat(rejected).isEmpty();
    assertThat(readings).isEqualTo(6);
  }

  private void parse(String file, String header, String lines) {
    byte[] bytes = lines.getBytes(UTF_8);
    LineBlock block =
        new LineBlock(
            file, 0, FileDialect.byName(file), header.getBytes(UTF_8), 0, bytes, bytes.length, 0);
    parser.parse(
        block,
        accepted -> readings += accepted.count(),
        (line, offset) -> rejected.merge(line.why().reason(), 1, Integer::sum));
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
