package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.SeriesWindowSerializer;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a window, the instant of its first reading, and the aggregated readings. */
public final class PartialAggregateSerializer extends CompactSerializer<PartialAggregate> {

  private static final long serialVersionUID = 1;

  static final PartialAggregateSerializer INSTANCE = new PartialAggregateSerializer();

  @Override
  public PartialAggregate createInstance() {
    SeriesWindow window = SeriesWindowSerializer.INSTANCE.createInstance();
    return new PartialAggregate(window, new AverageAccumulator(), window.startMillis());
  }

  @Override
  public PartialAggregate copy(PartialAggregate from) {
    return new PartialAggregate(from.window(), from.average().copy(), from.firstMillis());
  }

  @Override
  public void serialize(PartialAggregate partial, DataOutputView target) throws IOException {
    SeriesWindowSerializer.INSTANCE.serialize(partial.window(), target);
    target.writeLong(partial.firstMillis());
    partial.average().writeTo(target);
  }

  @Override
  public PartialAggregate deserialize(DataInputView source) throws IOException {
    SeriesWindow window = SeriesWindowSerializer.INSTANCE.deserialize(source);
    long firstMillis = source.readLong();
    return new PartialAggregate(window, AverageAccumulator.readFrom(source), firstMillis);
  }

  @Override
  public TypeSerializerSnapshot<PartialAggregate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PartialAggregate> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
