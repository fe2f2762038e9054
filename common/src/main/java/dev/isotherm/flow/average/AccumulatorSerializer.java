package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an accumulator in its own form. */
final class AccumulatorSerializer extends CompactSerializer<AverageAccumulator> {

  private static final long serialVersionUID = 1;

  static final AccumulatorSerializer INSTANCE = new AccumulatorSerializer();

  @Override
  public AverageAccumulator createInstance() {
    return new AverageAccumulator();
  }

  @Override
  public AverageAccumulator copy(AverageAccumulator from) {
    return from.copy();
  }

  @Override
  public void serialize(AverageAccumulator accumulator, DataOutputView target) throws IOException {
    accumulator.writeTo(target);
  }

  @Override
  public AverageAccumulator deserialize(DataInputView source) throws IOException {
    return AverageAccumulator.readFrom(source);
  }

  @Override
  public TypeSerializerSnapshot<AverageAccumulator> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<AverageAccumulator> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
