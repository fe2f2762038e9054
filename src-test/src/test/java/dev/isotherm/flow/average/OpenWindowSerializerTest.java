package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract of a serializer: copies, reuse, streams of records, snapshots. */
class OpenWindowSerializerTest extends SerializerTestBase<OpenWindow> {

  @Override
  protected TypeSerializer<OpenWindow> createSerializer() {
    return OpenWindowSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<OpenWindow> getTypeClass() {
    return OpenWindow.class;
  }

  @Override
  protected OpenWindow[] getTestData() {
    AverageAccumulator many = new AverageAccumulator();
    for (int i = 0; i < 10_000; i++) {
      many.add((i - 5_000) * 0.1);
    }
    AverageAccumulator extremes = AverageAccumulator.of(Double.MAX_VALUE);
    extremes.add(Double.MIN_VALUE);
    extremes.add(-Double.MAX_VALUE);
    return new OpenWindow[] {
      OpenWindow.empty(),
      new OpenWindow(AverageAccumulator.of(-0.0), 1),
      new OpenWindow(AverageAccumulator.of(21.5), 1),
      new OpenWindow(many, 3),
      new OpenWindow(extremes, 0)
    };
  }
}
