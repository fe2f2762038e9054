package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the number of parts, and each part. */
final class StepMembersSerializer extends CompactSerializer<StepMembers> {

  private static final long serialVersionUID = 1;

  static final StepMembersSerializer INSTANCE = new StepMembersSerializer();

  @Override
  public StepMembers createInstance() {
    return new StepMembers();
  }

  @Override
  public StepMembers copy(StepMembers from) {
    return from.copy();
  }

  @Override
  public void serialize(StepMembers members, DataOutputView target) throws IOException {
    target.writeInt(members.parts().size());
    for (StepPart part : members.parts()) {
      StepPartSerializer.INSTANCE.serialize(part, target);
    }
  }

  @Override
  public StepMembers deserialize(DataInputView source) throws IOException {
    StepMembers members = new StepMembers();
    for (int left = source.readInt(); left > 0; left--) {
      members.add(StepPartSerializer.INSTANCE.deserialize(source));
    }
    return members;
  }

  @Override
  public TypeSerializerSnapshot<StepMembers> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<StepMembers> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
