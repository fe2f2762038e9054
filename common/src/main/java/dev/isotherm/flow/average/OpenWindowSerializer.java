package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the readings of an open window and its next revision. */
public final class OpenWindowSerializer extends CompactSerializer<OpenWindow> {

  private static final long serialVersionUID = 1;

  static final OpenWindowSerializer INSTANCE = new OpenWindowSerializer();

  @Override
  public OpenWindow createInstance() {
    return OpenWindow.empty();
  }

  @Override
  public OpenWindow copy(OpenWindow from) {
    return new OpenWindow(from.total().copy(), from.nextRevision());
  }

  @Override
  public void serialize(OpenWindow window, DataOutputView target) throws IOException {
    window.total().writeTo(target);
    target.writeInt(window.nextRevision());
  }

  @Override
  public OpenWindow deserialize(DataInputView source) throws IOException {
    AverageAccumulator total = AverageAccumulator.readFrom(source);
    return new OpenWindow(total, source.readInt());
  }

  @Override
  public TypeSerializerSnapshot<OpenWindow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<OpenWindow> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
