package dev.isotherm.flow.signal;

import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the length and the bytes of the state, which have a form of their own. */
final class KeptStateSerializer extends CompactSerializer<KeptState> {

  private static final long serialVersionUID = 1;

  static final KeptStateSerializer INSTANCE = new KeptStateSerializer();

  @Override
  public KeptState createInstance() {
    return KeptState.ofBytes(new byte[0]);
  }

  @Override
  public KeptState copy(KeptState from) {
    return from.copy();
  }

  @Override
  public void serialize(KeptState state, DataOutputView target) throws IOException {
    byte[] bytes = state.bytes();
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public KeptState deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return KeptState.ofBytes(bytes);
  }

  @Override
  public TypeSerializerSnapshot<KeptState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<KeptState> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
