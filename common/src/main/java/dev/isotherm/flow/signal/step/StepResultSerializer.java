package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the series, the end of the step, and the numbers. */
final class StepResultSerializer extends ImmutableSerializer<StepResult> {

  private static final long serialVersionUID = 1;

  static final StepResultSerializer INSTANCE = new StepResultSerializer();

  @Override
  public StepResult createInstance() {
    return new StepResult(SeriesSerializer.INSTANCE.createInstance(), 0, null, new double[0]);
  }

  @Override
  public void serialize(StepResult result, DataOutputView target) throws IOException {
    SeriesSerializer.INSTANCE.serialize(result.series(), target);
    target.writeLong(result.stepMillis());
    target.writeUTF(result.members() == null ? "" : result.members());
    Doubles.write(result.numbers(), target);
  }

  @Override
  public StepResult deserialize(DataInputView source) throws IOException {
    Series series = SeriesSerializer.INSTANCE.deserialize(source);
    long stepMillis = source.readLong();
    String members = source.readUTF();
    return new StepResult(
        series, stepMillis, members.isEmpty() ? null : members, Doubles.read(source));
  }

  @Override
  public TypeSerializerSnapshot<StepResult> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<StepResult> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
