package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** All that Flink asks of a serializer: copies, reuse, streams of records, snapshots. */
class AverageAccumulatorSerializerTest extends SerializerTestBase<AverageAccumulator> {

  @Override
  protected TypeSerializer<AverageAccumulator> createSerializer() {
    return AverageAccumulatorSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<AverageAccumulator> getTypeClass() {
    return AverageAccumulator.class;
  }

  @Override
  protected AverageAccumulator[] getTestData() {
    AverageAccumulator many = new AverageAccumulator();
    for (int i = 0; i < 10_000; i++) {
      many.add((i - 5_000) * 0.1);
    }
    AverageAccumulator extremes = AverageAccumulator.of(Double.MAX_VALUE);
    extremes.add(Double.MIN_VALUE);
    extremes.add(-Double.MAX_VALUE);
    return new AverageAccumulator[] {
      new AverageAccumulator(),
      AverageAccumulator.of(-0.0),
      AverageAccumulator.of(21.5),
      many,
      extremes
    };
  }
}
