package dev.isotherm.flow.state;

import dev.isotherm.model.Severities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the number of names and the names; 0 for the standard severities. */
public final class SeveritiesSerializer extends ImmutableSerializer<Severities> {

  public static final SeveritiesSerializer INSTANCE = new SeveritiesSerializer();

  private static final long serialVersionUID = 1;

  private SeveritiesSerializer() {}

  @Override
  public Severities createInstance() {
    return Severities.STANDARD;
  }

  @Override
  public void serialize(Severities severities, DataOutputView target) throws IOException {
    if (severities.isStandard()) {
      target.writeByte(0);
      return;
    }
    List<String> names = severities.names();
    target.writeByte(names.size());
    for (String name : names) {
      target.writeUTF(name);
    }
  }

  @Override
  public Severities deserialize(DataInputView source) throws IOException {
    int size = source.readByte();
    if (size == 0) {
      return Severities.STANDARD;
    }
    List<String> names = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      names.add(source.readUTF());
    }
    return Severities.of(names);
  }

  @Override
  public TypeSerializerSnapshot<Severities> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form in savepoints. */
  public static final class Snapshot extends FormSnapshot<Severities> {

    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
