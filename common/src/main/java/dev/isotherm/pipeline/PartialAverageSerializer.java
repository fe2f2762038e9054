package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes partial averages in their own compact form, over the network and into state. */
public final class PartialAverageSerializer extends MutableSerializer<PartialAverage> {

  private static final long serialVersionUID = 1;

  static final PartialAverageSerializer INSTANCE = new PartialAverageSerializer();

  @Override
  public PartialAverage createInstance() {
    return new PartialAverage();
  }

  @Override
  public PartialAverage copy(PartialAverage from) {
    return from.copy();
  }

  @Override
  public void serialize(PartialAverage average, DataOutputView target) throws IOException {
    average.writeTo(target);
  }

  @Override
  public PartialAverage deserialize(DataInputView source) throws IOException {
    return PartialAverage.readFrom(source);
  }

  @Override
  public TypeSerializerSnapshot<PartialAverage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PartialAverage> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
