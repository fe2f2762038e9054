package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.SeriesWindowSerializer;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a window, the instant of its first reading, the aggregated readings, and the kept ones, if
 * there are any.
 */
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
    KeptReadings kept = from.kept();
    return new PartialAggregate(
        from.window(),
        from.average().copy(),
        from.firstMillis(),
        kept == null ? null : kept.copy());
  }

  @Override
  public void serialize(PartialAggregate partial, DataOutputView target) throws IOException {
    SeriesWindowSerializer.INSTANCE.serialize(partial.window(), target);
    target.writeLong(partial.firstMillis());
    partial.average().writeTo(target);
    KeptReadings kept = partial.kept();
    target.writeBoolean(kept != null);
    if (kept != null) {
      target.writeInt(kept.size());
      for (int i = 0; i < kept.size(); i++) {
        target.writeLong(kept.millis(i));
        target.writeDouble(kept.value(i));
      }
    }
  }

  @Override
  public PartialAggregate deserialize(DataInputView source) throws IOException {
    SeriesWindow window = SeriesWindowSerializer.INSTANCE.deserialize(source);
    long firstMillis = source.readLong();
    AverageAccumulator average = AverageAccumulator.readFrom(source);
    return new PartialAggregate(window, average, firstMillis, keptFrom(source));
  }

  private static @Nullable KeptReadings keptFrom(DataInputView source) throws IOException {
    if (!source.readBoolean()) {
      return null;
    }
    KeptReadings kept = new KeptReadings();
    int size = source.readInt();
    for (int i = 0; i < size; i++) {
      long millis = source.readLong();
      kept.add(millis, source.readDouble());
    }
    return kept;
  }

  @Override
  public TypeSerializerSnapshot<PartialAggregate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<PartialAggregate> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
