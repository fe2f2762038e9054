package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import dev.isotherm.flow.state.SeriesSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the fields in their order. */
final class StepPartSerializer extends ImmutableSerializer<StepPart> {

  private static final long serialVersionUID = 1;

  static final StepPartSerializer INSTANCE = new StepPartSerializer();

  @Override
  public StepPart createInstance() {
    double[] none = {};
    return new StepPart(SeriesSerializer.INSTANCE.createInstance(), "", "", 0, none, none);
  }

  @Override
  public void serialize(StepPart part, DataOutputView target) throws IOException {
    SeriesSerializer.INSTANCE.serialize(part.group(), target);
    target.writeUTF(part.sensor());
    target.writeUTF(part.label());
    target.writeLong(part.stepMillis());
    Doubles.write(part.ofSensor(), target);
    Doubles.write(part.named(), target);
  }

  @Override
  public StepPart deserialize(DataInputView source) throws IOException {
    return new StepPart(
        SeriesSerializer.INSTANCE.deserialize(source),
        source.readUTF(),
        source.readUTF(),
        source.readLong(),
        Doubles.read(source),
        Doubles.read(source));
  }

  @Override
  public TypeSerializerSnapshot<StepPart> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<StepPart> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
