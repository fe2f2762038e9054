package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.percentile.WantedPercentiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccumulatorTableTest {

  private static final int ROWS = 40;
  private static final int STEPS = 4_000;
  private static final double[] EDGES = {
    0.0,
    -0.0,
    0x1p-44,
    Math.nextDown(0x1p-44),
    -0x1p-44,
    Math.nextDown(0x1p40),
    0x1p40,
    -0x1p40,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0.1,
    -0.1,
    1,
    3e9
  };

  private final Random random = Seeded.random(getClass());

  @Test
  void aRowHasWhatAnAccumulatorHas() throws Exception {
    for (boolean ordinary : new boolean[] {true, false}) {
      AccumulatorTable table = new AccumulatorTable(false);
      List<AverageAccumulator> expected = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        int row = random.nextInt(ROWS);
        while (row >= table.rows()) {
          assertThat(table.addRow()).isEqualTo(expected.size());
          expected.add(new AverageAccumulator());
        }
        AverageAccumulator some = some(ordinary);
        expected.get(row).merge(some);
        if (some.count() == 1 && random.nextBoolean()) {
          table.add(row, some.min());
        } else {
          assertThat(table.merge(row, written(some))).isEqualTo(some.count());
        }
        if (random.nextInt(200) == 0) {
          table = random.nextBoolean() ? table.copy() : AccumulatorTable.readFrom(written(table));
        }
      }
      assertThat(rows(table)).isEqualTo(expected);
    }
  }

  private AverageAccumulator some(boolean ordinary) {
    AverageAccumulator some = new AverageAccumulator();
    int count = random.nextInt(3) == 0 ? 1 + random.nextInt(50) : 1;
    for (int i = 0; i < count; i++) {
      some.add(
          ordinary
              ? Math.round(100 * random.nextGaussian()) / 8.0 + 0.01 * random.nextInt(100)
              : EDGES[random.nextInt(EDGES.length)]);
    }
    return some;
  }

  /** Whatever is too large for a row is beside it. */
  @Test
  void sumsOfAnySizeAreExact() throws Exception {
    AccumulatorTable table = new AccumulatorTable(false);
    table.addRow();
    AverageAccumulator expected = new AverageAccumulator();
    AverageAccumulator large = AverageAccumulator.of(Math.nextDown(0x1p40));
    for (int i = 0; i < 50; i++) {
      expected.merge(large);
      table.merge(0, written(large));
      large.merge(large.copy());
    }
    assertThat(table.get(0)).isEqualTo(expected);
    assertThat(expected.count()).isEqualTo((1L << 50) - 1);
  }

  @Test
  void percentilesAreKeptWhereTheyAreWanted() throws Exception {
    AccumulatorTable table = new AccumulatorTable(true);
    table.addRow();
    table.add(0, 4);
    AverageAccumulator more = new AverageAccumulator();
    more.keepPercentiles();
    more.add(1);
    more.add(2);
    table.merge(0, written(more));
    table = AccumulatorTable.readFrom(written(table)).copy();
    table.add(0, 3);
    more.add(3);
    more.add(4);
    assertThat(table.get(0)).isEqualTo(more);
    WantedPercentiles wanted = WantedPercentiles.parse("50,99");
    assertThat(table.get(0).percentiles(wanted)).isEqualTo(more.percentiles(wanted));
  }

  @Test
  void whatIsNoFiniteNumberIsRefused() {
    AccumulatorTable table = new AccumulatorTable(false);
    table.addRow();
    assertThatThrownBy(() -> table.add(0, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> table.add(0, Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(table.get(0)).isEqualTo(new AverageAccumulator());
  }

  private static List<AverageAccumulator> rows(AccumulatorTable table) {
    List<AverageAccumulator> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      rows.add(table.get(row));
    }
    return rows;
  }

  private static DataInputStream written(AverageAccumulator accumulator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    accumulator.writeTo(new DataOutputStream(bytes));
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static DataInputStream written(AccumulatorTable table) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.writeTo(new DataOutputStream(bytes));
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
