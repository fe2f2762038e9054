package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a window, the instant of its first reading, and its average as far as it goes. */
public final class PartialSerializer extends MutableSerializer<Partial> {

  private static final long serialVersionUID = 1;

  static final PartialSerializer INSTANCE = new PartialSerializer();

  @Override
  public Partial createInstance() {
    SeriesWindow window = SeriesWindowSerializer.INSTANCE.createInstance();
    return new Partial(window, new PartialAverage(), window.startMillis());
  }

  @Override
  public Partial copy(Partial from) {
    return new Partial(from.window(), from.average().copy(), from.firstMillis());
  }

  @Override
  public void serialize(Partial partial, DataOutputView target) throws IOException {
    SeriesWindowSerializer.INSTANCE.serialize(partial.window(), target);
    target.writeLong(partial.firstMillis());
    partial.average().writeTo(target);
  }

  @Override
  public Partial deserialize(DataInputView source) throws IOException {
    SeriesWindow window = SeriesWindowSerializer.INSTANCE.deserialize(source);
    long firstMillis = source.readLong();
    return new Partial(window, PartialAverage.readFrom(source), firstMillis);
  }

  @Override
  public TypeSerializerSnapshot<Partial> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Partial> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
