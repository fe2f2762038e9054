package dev.isotherm.flow.group;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import dev.isotherm.group.SensorGroup;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the number of labels, and the name and the value of each. */
final class SensorGroupSerializer extends ImmutableSerializer<SensorGroup> {

  private static final long serialVersionUID = 1;

  static final SensorGroupSerializer INSTANCE = new SensorGroupSerializer();

  @Override
  public SensorGroup createInstance() {
    return SensorGroup.of(Map.of("label", "value"));
  }

  @Override
  public void serialize(SensorGroup group, DataOutputView target) throws IOException {
    target.writeShort(group.labels().size());
    for (Map.Entry<String, String> label : group.labels().entrySet()) {
      target.writeUTF(label.getKey());
      target.writeUTF(label.getValue());
    }
  }

  @Override
  public SensorGroup deserialize(DataInputView source) throws IOException {
    NavigableMap<String, String> labels = new TreeMap<>();
    for (int left = source.readUnsignedShort(); left > 0; left--) {
      String name = source.readUTF();
      labels.put(name, source.readUTF());
    }
    return new SensorGroup(labels);
  }

  @Override
  public TypeSerializerSnapshot<SensorGroup> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<SensorGroup> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
