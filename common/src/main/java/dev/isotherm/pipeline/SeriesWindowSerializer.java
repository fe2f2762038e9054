package dev.isotherm.pipeline;

import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a window as its series, its start and its end. */
public final class SeriesWindowSerializer extends ImmutableSerializer<SeriesWindow> {

  private static final long serialVersionUID = 1;

  static final SeriesWindowSerializer INSTANCE = new SeriesWindowSerializer();

  @Override
  public SeriesWindow createInstance() {
    return new SeriesWindow(SeriesSerializer.INSTANCE.createInstance(), 0, 1);
  }

  @Override
  public void serialize(SeriesWindow window, DataOutputView target) throws IOException {
    SeriesSerializer.INSTANCE.serialize(window.series(), target);
    target.writeLong(window.startMillis());
    target.writeLong(window.endMillis());
  }

  @Override
  public SeriesWindow deserialize(DataInputView source) throws IOException {
    Series series = SeriesSerializer.INSTANCE.deserialize(source);
    return new SeriesWindow(series, source.readLong(), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<SeriesWindow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesWindow> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
