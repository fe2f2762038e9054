package dev.isotherm.flow.state;

import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a window as the hash of its series, its start, its end and its series. In BATCH mode Flink
 * sorts by these bytes and compares the first sixteen at once: these differ between nearly all
 * windows, while names of sensors often begin alike.
 */
public final class SeriesWindowSerializer extends ImmutableSerializer<SeriesWindow> {

  private static final long serialVersionUID = 1;

  private static final int BYTES_BEFORE_SERIES = Integer.BYTES + 2 * Long.BYTES;

  public static final SeriesWindowSerializer INSTANCE = new SeriesWindowSerializer();

  @Override
  public SeriesWindow createInstance() {
    return new SeriesWindow(SeriesSerializer.INSTANCE.createInstance(), 0, 1);
  }

  @Override
  public void serialize(SeriesWindow window, DataOutputView target) throws IOException {
    byte[] bytes = SeriesSerializer.bytesAfter(BYTES_BEFORE_SERIES, window.series());
    ByteBuffer.wrap(bytes)
        .putInt(window.series().hashCode())
        .putLong(window.startMillis())
        .putLong(window.endMillis());
    target.write(bytes);
  }

  @Override
  public SeriesWindow deserialize(DataInputView source) throws IOException {
    source.skipBytesToRead(Integer.BYTES);
    long startMillis = source.readLong();
    long endMillis = source.readLong();
    Series series = SeriesSerializer.INSTANCE.deserialize(source);
    return new SeriesWindow(series, startMillis, endMillis);
  }

  @Override
  public TypeSerializerSnapshot<SeriesWindow> snapshotConfiguration() {
    return new HashFirst();
  }

  /** The form of the state. */
  public static final class HashFirst extends FormSnapshot<SeriesWindow> {
    public HashFirst() {
      super(1, () -> INSTANCE);
    }
  }
}
