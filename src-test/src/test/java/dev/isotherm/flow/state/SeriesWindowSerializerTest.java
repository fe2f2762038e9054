package dev.isotherm.flow.state;

import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

class SeriesWindowSerializerTest extends SerializerTestBase<SeriesWindow> {

  @Override
  protected TypeSerializer<SeriesWindow> createSerializer() {
    return SeriesWindowSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<SeriesWindow> getTypeClass() {
    return SeriesWindow.class;
  }

  @Override
  protected SeriesWindow[] getTestData() {
    Series series = new Series("boiler", "temperature");
    return new SeriesWindow[] {
      new SeriesWindow(series, 0, 60_000),
      new SeriesWindow(series, -60_000, 0),
      new SeriesWindow(new Series("\u00e4", "t"), Long.MIN_VALUE, Long.MAX_VALUE)
    };
  }
}
