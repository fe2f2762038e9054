package dev.isotherm.flow.average;

import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the arrays of a table. */
public final class WindowTableSerializer extends CompactSerializer<WindowTable> {

  private static final long serialVersionUID = 1;

  static final WindowTableSerializer INSTANCE = new WindowTableSerializer();

  @Override
  public WindowTable createInstance() {
    return new WindowTable(false);
  }

  @Override
  public WindowTable copy(WindowTable from) {
    return from.copy();
  }

  @Override
  public void serialize(WindowTable table, DataOutputView target) throws IOException {
    table.writeTo(target);
  }

  @Override
  public WindowTable deserialize(DataInputView source) throws IOException {
    return WindowTable.readFrom(source);
  }

  @Override
  public TypeSerializerSnapshot<WindowTable> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<WindowTable> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
