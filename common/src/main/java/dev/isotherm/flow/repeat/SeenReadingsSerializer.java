package dev.isotherm.flow.repeat;

import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the timer, the number of readings, and the instant and value of each one. */
public final class SeenReadingsSerializer extends CompactSerializer<SeenReadings> {

  private static final long serialVersionUID = 1;

  static final SeenReadingsSerializer INSTANCE = new SeenReadingsSerializer();

  @Override
  public SeenReadings createInstance() {
    return new SeenReadings();
  }

  @Override
  public SeenReadings copy(SeenReadings from) {
    return from.copy();
  }

  /** One large write costs a checkpoint a fraction of many small ones. */
  @Override
  public void serialize(SeenReadings seen, DataOutputView target) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + seen.size() * (Long.BYTES + Double.BYTES));
    bytes.putLong(seen.wakeUpMillis()).putInt(seen.size());
    seen.forEach((epochMillis, value) -> bytes.putLong(epochMillis).putDouble(value));
    target.write(bytes.array());
  }

  @Override
  public SeenReadings deserialize(DataInputView source) throws IOException {
    SeenReadings seen = new SeenReadings();
    seen.wakeUpAt(source.readLong());
    int size = source.readInt();
    for (int i = 0; i < size; i++) {
      seen.add(source.readLong(), source.readDouble());
    }
    return seen;
  }

  @Override
  public TypeSerializerSnapshot<SeenReadings> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<SeenReadings> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
