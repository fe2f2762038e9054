package dev.isotherm.average;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What partial averages are in state and on the network. */
class AverageAccumulatorFormTest {

  private static final Series SERIES = new Series("boiler", "temperature");
  private static final long SEED = 20250701;

  @Test
  void ordinaryReadingsNeedLessThan100Bytes() throws IOException {
    AverageAccumulator partial = new AverageAccumulator();
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      partial.add(Math.rint((20 + 12 * random.nextDouble()) * 100) / 100);
    }
    byte[] written = bytes(partial);
    assertThat(written).hasSizeLessThan(100);
    assertThat(AverageAccumulator.readFrom(new DataInputStream(new ByteArrayInputStream(written))))
        .isEqualTo(partial);
  }

  @Test
  void oneReadingIsWrittenAsItIs() throws IOException {
    for (double value : new double[] {21.5, 0.0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE}) {
      byte[] bytes = bytes(partial(value));
      assertThat(bytes).hasSize(9);
      AverageAccumulator read =
          AverageAccumulator.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
      assertThat(read).isEqualTo(partial(value));
      read.add(-0.0);
      read.add(0.1);
      assertThat(read.toAverage(SERIES, 0, 1, 0)).isEqualTo(average(value, -0.0, 0.1));
    }
  }

  private static AverageAccumulator partial(double... values) {
    AverageAccumulator partial = new AverageAccumulator();
    for (double value : values) {
      partial.add(value);
    }
    return partial;
  }

  private static Average average(double... values) {
    return partial(values).toAverage(SERIES, 0, 1, 0);
  }

  private static byte[] bytes(AverageAccumulator partial) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    partial.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
