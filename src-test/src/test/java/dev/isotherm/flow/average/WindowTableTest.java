package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class WindowTableTest {

  private static final int STEPS = 20_000;

  private final Random random = Seeded.random(getClass());

  @Test
  void aSeriesKeepsItsRow() throws IOException {
    WindowTable table = new WindowTable(false);
    Map<Series, Integer> rows = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      Series series = series();
      int row = row(table, series);
      assertThat(row).isEqualTo(rows.computeIfAbsent(series, added -> rows.size()));
      table.totals().add(row, row);
      table.setNextRevision(row, row % 5);
      if (random.nextInt(2_000) == 0) {
        table = random.nextBoolean() ? table.copy() : copyByBytes(table);
      }
    }
    assertThat(table.rows()).isEqualTo(rows.size()).isGreaterThan(100);
    for (Map.Entry<Series, Integer> entry : rows.entrySet()) {
      int row = entry.getValue();
      assertThat(table.series(row)).isEqualTo(entry.getKey());
      assertThat(table.totals().get(row).min()).isEqualTo(row);
      assertThat(table.nextRevision(row)).isEqualTo(row % 5);
      assertThat(table.isPublished(row)).isEqualTo(row % 5 > 0);
    }
  }

  /** Names that begin alike, that are long, and that are not ASCII. */
  private Series series() {
    int number = (int) Math.abs(300 * random.nextGaussian());
    String sensor = number % 7 == 0 ? "Kühlung-" + number : "s" + number;
    return new Series(number % 11 == 0 ? sensor.repeat(20) : sensor, number % 2 == 0 ? "a" : "aa");
  }

  /** Flink writes the old one to a snapshot while the copy is changed. */
  @Test
  void aCopySharesNothing() throws IOException {
    WindowTable table = new WindowTable(false);
    table.totals().add(row(table, new Series("s1", "t")), 1);
    byte[] before = bytes(table);
    WindowTable copy = table.copy();
    copy.totals().add(row(copy, new Series("s1", "t")), 1e300);
    copy.setNextRevision(0, 1);
    for (int i = 0; i < 100; i++) {
      copy.totals().add(row(copy, new Series("more-" + i, "t")), i);
    }
    assertThat(bytes(table)).isEqualTo(before);
    assertThat(row(table, new Series("s1", "t"))).isZero();
  }

  @Test
  void itsForm() throws IOException {
    WindowTable table = new WindowTable(false);
    int first = row(table, new Series("boiler", "temp\u00e9rature"));
    for (double value : new double[] {0.1, -7, 1e300, 1e-300}) {
      table.totals().add(first, value);
    }
    table.setNextRevision(first, 3);
    table.totals().add(row(table, new Series("s1", "t")), -21.5);
    GoldenState.assertKept("window-table", AverageTypes.WINDOW_TABLE, table);
    WindowTable withPercentiles = new WindowTable(true);
    int one = row(withPercentiles, new Series("s1", "t"));
    withPercentiles.totals().add(one, 1);
    withPercentiles.totals().add(one, 2);
    GoldenState.assertKept(
        "window-table-with-percentiles", AverageTypes.WINDOW_TABLE, withPercentiles);
  }

  private static int row(WindowTable table, Series series) {
    return table.rowOf(SeriesSerializer.bytesAfter(3, series), 3);
  }

  private static byte[] bytes(WindowTable table) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    table.writeTo(out);
    return out.getCopyOfBuffer();
  }

  private static WindowTable copyByBytes(WindowTable table) throws IOException {
    return WindowTable.readFrom(new DataInputDeserializer(bytes(table)));
  }
}
