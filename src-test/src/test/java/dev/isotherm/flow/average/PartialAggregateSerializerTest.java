package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract of a serializer, with and without readings that are kept. */
class PartialAggregateSerializerTest extends SerializerTestBase<PartialAggregate> {

  @Override
  protected TypeSerializer<PartialAggregate> createSerializer() {
    return PartialAggregateSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<PartialAggregate> getTypeClass() {
    return PartialAggregate.class;
  }

  @Override
  protected PartialAggregate[] getTestData() {
    SeriesWindow window = new SeriesWindow(new Series("a", "temperature"), -60_000, 0);
    AverageAccumulator several = new AverageAccumulator();
    KeptReadings kept = new KeptReadings();
    for (int i = 0; i < 5; i++) {
      several.add(i * 0.1);
      kept.add(-60_000 + i, i * 0.1);
    }
    return new PartialAggregate[] {
      new PartialAggregate(window, AverageAccumulator.of(-0.0), -1),
      new PartialAggregate(window, several, -60_000),
      new PartialAggregate(window, several, -60_000, kept)
    };
  }
}
