package dev.isotherm.parse.fast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.number.NumberStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownMetricNamesTest {

  /** More than a table of names holds. */
  private static final int NAMES = 70_000;

  @Test
  void eachOfManyNamesStaysItsOwn() {
    ParseOptions options = ParseOptions.defaults().withLongLayout(new LongLayout("kind", "value"));
    List<String> columns = List.of("timestamp", "sensor_id", "kind", "value");
    FastPathParser parser =
        new CsvRowParser(new CsvHeader(columns, ','), options, NumberStyle.PLAIN).fastPath();
    FastMessage message = new FastMessage();
    int fast = 0;
    for (int i = 0; i < NAMES; i++) {
      byte[] row = ("2026-01-01T00:00:00Z,s,n" + i + ",1").getBytes(UTF_8);
      if (parser.read(row, 0, row.length, message) == row.length) {
        assertThat(message.series(0).metric()).isEqualTo("n" + i);
        fast++;
      }
    }
    assertThat(fast).isGreaterThan(1_000);
  }
}
