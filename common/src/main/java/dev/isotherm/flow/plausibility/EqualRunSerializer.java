package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the value, the first and the last instant, the last position, and the timer. */
public final class EqualRunSerializer extends ImmutableSerializer<EqualRun> {

  private static final long serialVersionUID = 1;

  static final EqualRunSerializer INSTANCE = new EqualRunSerializer();

  @Override
  public EqualRun createInstance() {
    return new EqualRun(0, 0, 0, 0, 0);
  }

  @Override
  public void serialize(EqualRun run, DataOutputView target) throws IOException {
    target.writeDouble(run.value());
    target.writeLong(run.sinceMillis());
    target.writeLong(run.lastMillis());
    target.writeLong(run.lastPosition());
    target.writeLong(run.wakeUpMillis());
  }

  @Override
  public EqualRun deserialize(DataInputView source) throws IOException {
    return new EqualRun(
        source.readDouble(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<EqualRun> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<EqualRun> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
