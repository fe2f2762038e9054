package dev.isotherm.flow.signal;

import dev.isotherm.flow.state.FormSnapshot;
import dev.isotherm.flow.state.ImmutableSerializer;
import dev.isotherm.flow.state.SeriesSerializer;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.SensorReadings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the series, the instant, the position, and each metric with its value. */
final class SignalMessageSerializer extends ImmutableSerializer<SignalMessage> {

  private static final long serialVersionUID = 1;

  static final SignalMessageSerializer INSTANCE = new SignalMessageSerializer();

  @Override
  public SignalMessage createInstance() {
    return new SignalMessage(
        SeriesSerializer.INSTANCE.createInstance(), new SensorReadings(0, 0, Map.of()));
  }

  @Override
  public void serialize(SignalMessage message, DataOutputView target) throws IOException {
    SeriesSerializer.INSTANCE.serialize(message.series(), target);
    SensorReadings readings = message.readings();
    target.writeLong(readings.epochMillis());
    target.writeLong(readings.position());
    target.writeShort(readings.values().size());
    for (Map.Entry<String, Double> one : readings.values().entrySet()) {
      target.writeUTF(one.getKey());
      target.writeDouble(one.getValue());
    }
  }

  @Override
  public SignalMessage deserialize(DataInputView source) throws IOException {
    Series series = SeriesSerializer.INSTANCE.deserialize(source);
    long epochMillis = source.readLong();
    long position = source.readLong();
    int size = source.readUnsignedShort();
    if (size == 1) {
      return new SignalMessage(
          series,
          new SensorReadings(epochMillis, position, Map.of(source.readUTF(), source.readDouble())));
    }
    Map<String, Double> values = new HashMap<>(2 * size);
    for (int i = 0; i < size; i++) {
      values.put(source.readUTF(), source.readDouble());
    }
    return new SignalMessage(series, new SensorReadings(epochMillis, position, values));
  }

  @Override
  public TypeSerializerSnapshot<SignalMessage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The form of the state. */
  public static final class Snapshot extends FormSnapshot<SignalMessage> {
    public Snapshot() {
      super(1, () -> INSTANCE);
    }
  }
}
