package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** All that Flink asks of a serializer: copies, reuse, streams of records, snapshots. */
class PartialAverageSerializerTest extends SerializerTestBase<PartialAverage> {

  @Override
  protected TypeSerializer<PartialAverage> createSerializer() {
    return PartialAverageSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<PartialAverage> getTypeClass() {
    return PartialAverage.class;
  }

  @Override
  protected PartialAverage[] getTestData() {
    PartialAverage many = new PartialAverage();
    for (int i = 0; i < 10_000; i++) {
      many.add((i - 5_000) * 0.1);
    }
    PartialAverage extremes = PartialAverage.of(Double.MAX_VALUE);
    extremes.add(Double.MIN_VALUE);
    extremes.add(-Double.MAX_VALUE);
    return new PartialAverage[] {
      new PartialAverage(), PartialAverage.of(-0.0), PartialAverage.of(21.5), many, extremes
    };
  }
}
