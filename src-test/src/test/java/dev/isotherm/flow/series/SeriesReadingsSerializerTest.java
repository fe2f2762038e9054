package dev.isotherm.flow.series;

import dev.isotherm.model.Series;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;

class SeriesReadingsSerializerTest extends SerializerTestBase<SeriesReadings> {

  /** A record of arrays is equal by identity. */
  SeriesReadingsSerializerTest() {
    super(
        new DeeplyEqualsChecker()
            .withCustomCheck(
                (one, other) -> one instanceof SeriesReadings && other instanceof SeriesReadings,
                (one, other, checker) -> {
                  SeriesReadings a = (SeriesReadings) one;
                  SeriesReadings b = (SeriesReadings) other;
                  return a.series().equals(b.series())
                      && Arrays.equals(a.millis(), b.millis())
                      && Arrays.equals(a.values(), b.values())
                      && Arrays.equals(a.positions(), b.positions());
                }));
  }

  @Override
  protected TypeSerializer<SeriesReadings> createSerializer() {
    return SeriesReadingsSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<SeriesReadings> getTypeClass() {
    return SeriesReadings.class;
  }

  @Override
  protected SeriesReadings[] getTestData() {
    Series series = new Series("boiler", "temperature");
    return new SeriesReadings[] {
      new SeriesReadings(series, new long[0], new double[0], new long[0]),
      new SeriesReadings(series, new long[] {-1}, new double[] {-0.0}, new long[] {0}),
      new SeriesReadings(
          new Series("\u00e4", "t"),
          new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE},
          new double[] {Double.MIN_VALUE, Double.MAX_VALUE, 21.5},
          new long[] {0, 1, Long.MAX_VALUE})
    };
  }
}
