package dev.isotherm.jobs.archive;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the day, the number of bytes, and the bytes. */
public final class ArchivePartSerializer extends ImmutableSerializer<ArchivePart> {

  private static final long serialVersionUID = 1;

  static final ArchivePartSerializer INSTANCE = new ArchivePartSerializer();

  @Override
  public ArchivePart createInstance() {
    return new ArchivePart(EventDays.UNKNOWN, new byte[0]);
  }

  @Override
  public void serialize(ArchivePart part, DataOutputView target) throws IOException {
    target.writeLong(part.epochDay());
    target.writeInt(part.packed().length);
    target.write(part.packed());
  }

  @Override
  public ArchivePart deserialize(DataInputView source) throws IOException {
    long epochDay = source.readLong();
    byte[] packed = new byte[source.readInt()];
    source.readFully(packed);
    return new ArchivePart(epochDay, packed);
  }

  @Override
  public TypeSerializerSnapshot<ArchivePart> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<ArchivePart> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
