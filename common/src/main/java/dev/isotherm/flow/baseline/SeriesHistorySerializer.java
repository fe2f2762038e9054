package dev.isotherm.flow.baseline;

import dev.isotherm.baseline.SeriesHistory;
import dev.isotherm.flow.state.CompactSerializer;
import dev.isotherm.flow.state.FormSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the readings of a series by day and slot. */
public final class SeriesHistorySerializer extends CompactSerializer<SeriesHistory> {

  private static final long serialVersionUID = 1;

  static final SeriesHistorySerializer INSTANCE = new SeriesHistorySerializer();

  @Override
  public SeriesHistory createInstance() {
    return new SeriesHistory();
  }

  @Override
  public SeriesHistory copy(SeriesHistory from) {
    return from.copy();
  }

  @Override
  public void serialize(SeriesHistory history, DataOutputView target) throws IOException {
    history.writeTo(target);
  }

  @Override
  public SeriesHistory deserialize(DataInputView source) throws IOException {
    return SeriesHistory.readFrom(source);
  }

  @Override
  public TypeSerializerSnapshot<SeriesHistory> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<SeriesHistory> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
