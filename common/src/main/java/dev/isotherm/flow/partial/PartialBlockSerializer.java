package dev.isotherm.flow.partial;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the share, the window, and the bytes of the rows after their number. */
public final class PartialBlockSerializer extends ImmutableSerializer<PartialBlock> {

  private static final long serialVersionUID = 1;

  static final PartialBlockSerializer INSTANCE = new PartialBlockSerializer();

  @Override
  public PartialBlock createInstance() {
    return new PartialBlock(0, 0, 1, new byte[0]);
  }

  @Override
  public void serialize(PartialBlock block, DataOutputView target) throws IOException {
    target.writeShort(block.share());
    target.writeLong(block.startMillis());
    target.writeLong(block.endMillis());
    target.writeInt(block.rows().length);
    target.write(block.rows());
  }

  @Override
  public PartialBlock deserialize(DataInputView source) throws IOException {
    int share = source.readUnsignedShort();
    long startMillis = source.readLong();
    long endMillis = source.readLong();
    byte[] rows = new byte[source.readInt()];
    source.readFully(rows);
    return new PartialBlock(share, startMillis, endMillis, rows);
  }

  @Override
  public TypeSerializerSnapshot<PartialBlock> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<PartialBlock> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
