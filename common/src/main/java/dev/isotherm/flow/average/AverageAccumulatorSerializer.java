package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.MutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes partial averages in their own compact form, over the network and into state. */
public final class AverageAccumulatorSerializer extends MutableSerializer<AverageAccumulator> {

  private static final long serialVersionUID = 1;

  static final AverageAccumulatorSerializer INSTANCE = new AverageAccumulatorSerializer();

  @Override
  public AverageAccumulator createInstance() {
    return new AverageAccumulator();
  }

  @Override
  public AverageAccumulator copy(AverageAccumulator from) {
    return from.copy();
  }

  @Override
  public void serialize(AverageAccumulator average, DataOutputView target) throws IOException {
    average.writeTo(target);
  }

  @Override
  public AverageAccumulator deserialize(DataInputView source) throws IOException {
    return AverageAccumulator.readFrom(source);
  }

  @Override
  public TypeSerializerSnapshot<AverageAccumulator> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<AverageAccumulator> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
