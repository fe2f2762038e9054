package dev.isotherm.flow.partial;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.fixtures.Partials;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract of a serializer, with and without readings that are kept. */
class PartialBlockSerializerTest extends SerializerTestBase<PartialBlock> {

  @Override
  protected TypeSerializer<PartialBlock> createSerializer() {
    return PartialBlockSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<PartialBlock> getTypeClass() {
    return PartialBlock.class;
  }

  @Override
  protected PartialBlock[] getTestData() {
    SeriesWindow window = new SeriesWindow(new Series("a", "temperature"), -60_000, 0);
    AverageAccumulator several = new AverageAccumulator();
    KeptReadings kept = new KeptReadings();
    for (int i = 0; i < 5; i++) {
      several.add(i * 0.1);
      kept.add(-60_000 + i, i * 0.1);
    }
    List<PartialBlock> blocks = new ArrayList<>();
    PartialBlocks packing = new PartialBlocks(SeriesShares.BY_WINDOW, blocks::add);
    for (PartialAggregate partial :
        List.of(
            new PartialAggregate(window, AverageAccumulator.of(-0.0), -1),
            new PartialAggregate(window, several, -60_000),
            new PartialAggregate(window, several, -60_000, kept))) {
      packing.add(partial);
      blocks.add(Partials.alone(partial));
    }
    packing.flush();
    return blocks.toArray(PartialBlock[]::new);
  }
}
