package dev.isotherm.flow.series;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the series, the number of readings, and the instant, value and position of each one. */
public final class SeriesReadingsSerializer extends ImmutableSerializer<SeriesReadings> {

  private static final long serialVersionUID = 1;

  public static final SeriesReadingsSerializer INSTANCE = new SeriesReadingsSerializer();

  @Override
  public SeriesReadings createInstance() {
    return new SeriesReadings(
        SeriesSerializer.INSTANCE.createInstance(), new long[0], new double[0], new long[0]);
  }

  @Override
  public void serialize(SeriesReadings readings, DataOutputView target) throws IOException {
    SeriesSerializer.INSTANCE.serialize(readings.series(), target);
    target.writeInt(readings.size());
    for (int i = 0; i < readings.size(); i++) {
      target.writeLong(readings.millis()[i]);
      target.writeDouble(readings.values()[i]);
      target.writeLong(readings.positions()[i]);
    }
  }

  @Override
  public SeriesReadings deserialize(DataInputView source) throws IOException {
    Series series = SeriesSerializer.INSTANCE.deserialize(source);
    int size = source.readInt();
    long[] millis = new long[size];
    double[] values = new double[size];
    long[] positions = new long[size];
    for (int i = 0; i < size; i++) {
      millis[i] = source.readLong();
      values[i] = source.readDouble();
      positions[i] = source.readLong();
    }
    return new SeriesReadings(series, millis, values, positions);
  }

  @Override
  public TypeSerializerSnapshot<SeriesReadings> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<SeriesReadings> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
